import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../lab/process.ts'
import type { Peer } from '../peer.ts'

const site = join(import.meta.dirname, '../site')

export const pyinfra: Peer = {
  name: 'pyinfra',
  async version() {
    const { code, stdout } = await run(['pyinfra', '--version']).catch(() => ({ code: 127, stdout: '' }))
    return code === 0 ? { version: stdout.trim() } : { missing: 'not installed: pip install pyinfra' }
  },
  prepare({ hosts, addresses, forks, mode, folder }) {
    const data = { ssh_user: 'root', ssh_key: hosts.keyFile, ssh_known_hosts_file: hosts.knownHostsFile }
    const list = hosts.names.map(
      (name, i) => `  (${JSON.stringify(name)}, {"ssh_hostname": ${JSON.stringify(addresses[i])}}),\n`,
    )
    writeFileSync(join(folder, 'inventory.py'), `hosts = ([\n${list.join('')}], ${JSON.stringify(data)})\n`)
    const words = ['--parallel', String(forks), mode === 'check' ? '--dry' : '-y']
    return { argv: ['pyinfra', ...words, join(folder, 'inventory.py'), join(site, 'pyinfra.py')], cwd: folder }
  },
}
