import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../lab/process.ts'
import type { Peer } from '../peer.ts'
import { stateScript } from './state-script.ts'

/** A shell loop: an OpenSSH process a host, one script on its stdin. */
export const rawSsh: Peer = {
  name: 'raw-ssh',
  version: async () => ({ version: (await run(['ssh', '-V'])).stderr.trim() }),
  prepare({ hosts, addresses, forks, mode, folder }) {
    const script = join(folder, 'script.sh')
    writeFileSync(script, stateScript(mode))
    writeFileSync(join(folder, 'addresses'), `${addresses.join('\n')}\n`)
    writeFileSync(join(folder, 'one.sh'), one(hosts.keyFile, hosts.knownHostsFile, script))
    return {
      argv: ['xargs', '-a', join(folder, 'addresses'), '-P', String(forks), '-n', '1', 'sh', join(folder, 'one.sh')],
    }
  },
}

const one = (key: string, knownHosts: string, script: string) => `
exec ssh -F none -T -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o LogLevel=ERROR \\
  -o UserKnownHostsFile=${knownHosts} -i ${key} root@$1 sh -s <${script}
`
