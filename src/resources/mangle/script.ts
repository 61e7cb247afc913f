import type { Provider } from '../../model/resource.ts'
import { joined, sh } from '../../shell/script.ts'
import { byChkconfig, byUpdateRcd, type Errand, type OwnBoot } from '../own-boot.ts'
import { putLive, takeChain } from './chain.ts'
import { type Chain, commandsOf, type Desired, type FirewallMarksOptions, families } from './unit.ts'

/** An init script of lbprov's own, whichever firewall the host has: it comes after that at boot. One that is started again later may empty the table until the next run. */
export const initScripts = (chain: Chain): readonly Provider<Desired, FirewallMarksOptions>[] =>
  [byUpdateRcd, byChkconfig].map((boot) => ({
    name: boot.name,
    suits: boot.suits,
    probe: ({ desired }) => {
      if (desired === null) return sh`if [ -e ${boot.fileOf(nameOf(chain))} ]; then put boot true; fi`
      return joined([
        ...families.map((family) => putLive(chain, family)),
        sh`if ${boot.isThere(nameOf(chain))}; then ${boot.put(errandOf(chain, desired, boot))}; fi`,
      ])
    },
    apply: ({ desired }) => (desired === null ? remove(chain, boot) : set(chain, desired, boot)),
  }))

const nameOf = ({ unit }: Chain) => unit.replace(/\.service$/, '')

function set(chain: Chain, desired: Desired, boot: OwnBoot) {
  return sh`
    ${boot.write(errandOf(chain, desired, boot))}
    ${boot.fileOf(nameOf(chain))} start
  `
}

function remove(chain: Chain, boot: OwnBoot) {
  return sh`
    ${boot.remove(nameOf(chain))}
    ${takeChain(chain)}
  `
}

/** EL6: iptables 1.4.7 has no -w, and nothing waits for another there. */
function errandOf(chain: Chain, desired: Desired, boot: OwnBoot): Errand {
  const commands = commandsOf(chain, desired, boot === byChkconfig ? '' : '-w ').map(({ line, mayFail }) =>
    mayFail ? `${line} 2>/dev/null || :` : line,
  )
  return { name: nameOf(chain), description: chain.description, commands: ['set -e', ...commands], waits: [] }
}
