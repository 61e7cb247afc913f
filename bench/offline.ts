/** A program: loads a site, lints it, and plans every host as if it were a Debian 12 of those facts, without a host. Words: FOLDER. As published: `npm run bench:offline -- FOLDER`. */
import { join } from 'node:path'
import { declarationsOf } from '../src/engine/resolve.ts'
import { probeScript } from '../src/engine/scripts.ts'
import { loadSite } from '../src/load/site.ts'
import { linterOf } from '../src/lvs/lint.ts'
import { debian12 } from '../test/support/facts.ts'

const folder = process.argv[2]!
let since = performance.now()
const took = (what: string) => {
  process.stdout.write(`${what} ${((performance.now() - since) / 1000).toFixed(2)} s\n`)
  since = performance.now()
}
const rolesBuiltIn = join(import.meta.dirname, '../roles')
const site = await loadSite({ playbook: 'site.yaml', inventory: ['hosts'], cwd: folder, home: folder, rolesBuiltIn })
took('load')
const linter = linterOf(site)
const { errors } = linter.cluster()
took(`lint (${errors.length} errors)`)
const facts = { ...debian12, interfaces: { lo: ['127.0.0.1/8'], eth0: ['10.0.0.10/8'] } }
for (const host of linter.hosts) linter.host(host, facts)
took('lint of each host')
let bytes = 0
for (const host of site.inventory.hosts) bytes += probeScript('token', declarationsOf(site, host, facts)).text.length
took(`plan (${site.inventory.hosts.length} hosts, probes of ${Math.round(bytes / site.inventory.hosts.length)} bytes)`)
