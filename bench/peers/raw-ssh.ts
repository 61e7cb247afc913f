import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../lab/process.ts'
import type { Command, Peer, Task } from '../peer.ts'
import { stateScript } from './state-script.ts'

/** A shell loop: an OpenSSH process a host, one script on its stdin. */
export const rawSsh: Peer = { name: 'raw-ssh', version, prepare: (task) => loop(task, stateScript(task.mode)) }

/** As lbprov calls it. */
const install = `export LC_ALL=C DEBIAN_FRONTEND=noninteractive
apt-get -q -y --no-install-recommends -o Dpkg::Use-Pty=0 install tree ipvsadm >/dev/null
`

/** The same loop for the package manager alone: what of a run on bare hosts nobody can save. */
export const packages: Peer = {
  name: 'packages',
  part: 'packages',
  version,
  prepare: (task) => loop(task, install),
}

async function version(): Promise<{ version: string }> {
  return { version: (await run(['ssh', '-V'])).stderr.trim() }
}

function loop({ hosts, addresses, forks, folder }: Task, text: string): Command {
  const script = join(folder, 'script.sh')
  writeFileSync(script, text)
  writeFileSync(join(folder, 'addresses'), `${addresses.join('\n')}\n`)
  writeFileSync(join(folder, 'one.sh'), one(hosts.keyFile, hosts.knownHostsFile, script))
  return {
    argv: ['xargs', '-a', join(folder, 'addresses'), '-P', String(forks), '-n', '1', 'sh', join(folder, 'one.sh')],
  }
}

const one = (key: string, knownHosts: string, script: string) => `
exec ssh -F none -T -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o LogLevel=ERROR \\
  -o UserKnownHostsFile=${knownHosts} -i ${key} root@$1 sh -s <${script}
`
