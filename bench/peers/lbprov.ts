import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Peer } from '../peer.ts'

const root = join(import.meta.dirname, '../..')
const site = join(root, 'bench/site')

/** This checkout, as built for publishing. */
export const lbprov: Peer = {
  name: 'lbprov',
  version: async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return { version: `${version}, Node.js ${process.version}` }
  },
  prepare({ hosts, addresses, forks, mode, folder }) {
    const inventory = join(folder, 'hosts')
    const lines = hosts.names.map((name, i) => `${name} ansible_host=${addresses[i]}`)
    const settings = `ansible_user=root\nansible_ssh_private_key_file=${hosts.keyFile}\nansible_ssh_known_hosts_file=${hosts.knownHostsFile}`
    writeFileSync(inventory, `${lines.join('\n')}\n[all:vars]\n${settings}\nansible_timeout=60\n`)
    copyFileSync(join(site, 'site.yaml'), join(folder, 'site.yaml'))
    // TypeScript, as a user writes it: its types are taken away once, and that is kept.
    mkdirSync(join(folder, 'roles/bench'), { recursive: true })
    copyFileSync(join(site, 'roles/bench/role.ts'), join(folder, 'roles/bench/role.ts'))
    const main = join(root, 'bin/lbprov.cjs')
    const words = ['run', join(folder, 'site.yaml'), '-i', inventory, '--forks', String(forks)]
    return { argv: [process.execPath, main, ...words, ...(mode === 'check' ? ['--check'] : [])] }
  },
}
