import type { Provider, Resource } from '../../model/resource.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import { byChkconfig } from '../own-boot.ts'
import { aliasFile, isAlias, removeAlias } from './alias-file.ts'
import type { Desired } from './desired.ts'
import { isIpv6, isTunnel } from './live.ts'
import { chkconfigScript, nameOf } from './unit.ts'

/** A way to bring an address at boot. */
interface Way {
  readonly provider: Provider<Desired, string | null>
  readonly isThere: (cidr: string) => Script
  readonly remove: (cidr: string) => Script
}

const alias: Way = { provider: aliasFile, isThere: isAlias, remove: removeAlias }
const script: Way = {
  provider: chkconfigScript,
  isThere: (cidr) => byChkconfig.isThere(nameOf(cidr)),
  remove: (cidr) => byChkconfig.remove(nameOf(cidr)),
}

/** EL6: an alias file, which `service network restart` keeps, and an init script where there can be none: an IPv6 address, and one at the end of a tunnel. */
export const networkScripts: Provider<Desired, string | null> = {
  name: 'network-scripts alias or init script',
  suits: (facts) => facts.init === 'sysv',
  probe: (resource) => {
    const { used, other } = waysOf(resource)
    const looks = used.map(({ provider }) => provider.probe(resource))
    const twice = other.map((way) => sh`if ${way.isThere(resource.name)}; then put boot differently; fi`)
    return joined([...looks, ...twice])
  },
  apply: (resource, context) => {
    const { used, other } = waysOf(resource)
    return joined([
      ...other.map((way) => way.remove(resource.name)),
      ...used.map(({ provider }) => provider.apply(resource, context)),
    ])
  },
}

/** Of an IPv4 address whose interface is not known (it is to be no more) both; one that is brought in one way is not in the other. */
function waysOf({ name, desired, options: left }: Resource<Desired, string | null>): {
  readonly used: readonly Way[]
  readonly other: readonly Way[]
} {
  if (isIpv6(name)) return { used: [script], other: [] }
  const device = desired?.interface ?? left
  if (device === null) return { used: [alias, script], other: [] }
  const [used, other] = isTunnel(device) ? [script, alias] : [alias, script]
  return { used: [used], other: desired?.boot === undefined ? [] : [other] }
}
