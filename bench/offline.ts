/** A program: loads a site, lints it, and plans every host as if it were a Debian 12 of those facts, without a host. Words: FOLDER. As published: `npm run bench:offline -- FOLDER`. */
import { join } from 'node:path'
import { keepMemorySmall } from '../src/cli/memory.ts'
import { declarationsOf } from '../src/engine/resolve.ts'
import { probeScript } from '../src/engine/scripts.ts'
import { loadSite } from '../src/load/site.ts'
import { linterOf } from '../src/lvs/lint/linter.ts'
import { debian12, interfacesOf } from '../test/support/facts.ts'

keepMemorySmall()
const folder = process.argv[2]!
const started = performance.now()
let since = started
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
const facts = { ...debian12, interfaces: interfacesOf({ lo: ['127.0.0.1/8'], eth0: ['10.0.0.10/8'] }) }
for (const host of linter.hosts) linter.host(host, facts)
took('lint of each host')
const plans = site.inventory.hosts.map((host) => declarationsOf(site, host, facts))
took(`plan (${plans.length} hosts, ${plans.flat().length} resources)`)
const bytes = plans.map((plan) => probeScript('token', plan).text.length).reduce((a, b) => a + b)
took(`probes (of ${Math.round(bytes / plans.length)} bytes)`)
process.stdout.write(`in all ${((performance.now() - started) / 1000).toFixed(2)} s\n`)
