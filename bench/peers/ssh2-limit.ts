import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import type { Peer } from '../peer.ts'
import { stateScript } from './state-script.ts'

const root = join(import.meta.dirname, '../..')

/** A bare program on the same SSH client as lbprov: what can be reached with it. */
export const ssh2Limit: Peer = {
  name: 'ssh2-limit',
  version: async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'node_modules/ssh2/package.json'), 'utf8'))
    return { version: `ssh2 ${version}, Node.js ${process.version}` }
  },
  prepare({ hosts, addresses, forks, mode, folder }) {
    const program = join(root, 'dist/bench/ssh2-limit.js')
    mkdirSync(join(root, 'dist/bench'), { recursive: true })
    writeFileSync(program, stripTypeScriptTypes(readFileSync(join(import.meta.dirname, '../ssh2-limit.ts'), 'utf8')))
    const task = { addresses, forks, key: hosts.keyFile, knownHosts: hosts.knownHostsFile, script: stateScript(mode) }
    const file = join(folder, 'task.json')
    writeFileSync(file, JSON.stringify(task))
    return { argv: [process.execPath, program, file] }
  },
}
