import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { clusterChange } from '../src/lvs/change/change.ts'
import { stagesOf } from '../src/lvs/change/stages.ts'
import { type ClusterData, resolveCluster } from '../src/lvs/cluster/cluster.ts'
import { keepalivedConf } from '../src/lvs/keepalived/keepalived-conf.ts'
import { type Host, type Inventory, localConnection, type Path } from '../src/model/host.ts'
import { table } from './table.ts'

/** A change of the example's variables; `null` is a variable that is not there. The test of the stages reads the same list. */
interface ListedChange {
  readonly what: string
  readonly path: Path
  readonly values: readonly [unknown, unknown]
  /** Said of the way back, too. */
  readonly back: boolean
}

type Vars = Record<string | number, unknown>

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const names = ['dir2', 'dir1']
const addresses = { dir1: '192.168.1.220', dir2: '192.168.1.221', rs1: '192.168.1.222', rs2: '192.168.1.223' }

/** The changes of the list, those together that are done alike. */
export function changesTable(): string {
  const changes = JSON.parse(read('test/fixtures/lvs/changes.json')) as readonly ListedChange[]
  const byStages = Map.groupBy(changes, stagesText)
  const rows = [...byStages].map(([stages, same]) => [[...new Set(same.map(nameOf))].join(', '), stages])
  return table(['what changes', 'stages, dir1 being master'], rows)
}

const nameOf = ({ what, back }: ListedChange) => `${what}${back ? '' : ' (one way)'}`

const verbs = {
  drain: 'give servers that go weight 0',
  stop: 'stop',
  hold: 'reload as owner of the addresses',
  reload: 'reload',
  start: 'start',
  reroute: 'take another default route',
  'take away': 'lose what nobody uses',
}

function stagesText({ path, values }: ListedChange): string {
  const [before, after] = values.map((value) => confsOf(path, value)) as [Confs, Confs]
  const change = clusterChange(
    names.map((name) => ({ name, version: '2.2.7', before: before.get(name)!, after: after.get(name)! })),
  )
  const about = {
    servers: ['rs1', 'rs2'],
    routed: [],
    holding: ['dir1'],
    starting: [],
    missing: [],
    leftovers: [],
    drainSeconds: 60,
  }
  const stages = stagesOf(change, about).map(({ kind, hosts }) => `${hosts.join(', ')}: ${verbs[kind]}`)
  return stages.length === 0 ? 'none: in the order of the playbook' : stages.join('; ')
}

type Confs = ReadonlyMap<string, string>

function confsOf(path: Path, value: unknown): Confs {
  const vars = changed(parse(read('inventory/group_vars/all.yml')) as Vars, path, value) as ClusterData
  const inventory = inventoryOf()
  return new Map(
    names.map((name) => {
      const peers = names.filter((other) => other !== name).map((other) => ({ name: other, address: addressOf(other) }))
      const director = { name, address: addressOf(name), priority: name === 'dir1' ? 100 : 98, peers }
      return [name, keepalivedConf(resolveCluster(vars, inventory, name).cluster, director, '2.2.7')]
    }),
  )
}

const addressOf = (name: string) => addresses[name as keyof typeof addresses]

function inventoryOf(): Inventory {
  const hosts = Object.entries(addresses).map(
    ([name, address]): Host => ({
      name,
      groups: [],
      vars: {},
      origin: () => undefined,
      connection: { ...localConnection, address },
    }),
  )
  return { hosts, groups: new Map([['directors', names]]), host: (name) => hosts.find((one) => one.name === name) }
}

function changed(vars: Vars, path: Path, value: unknown): Vars {
  let place = vars
  for (const key of path.slice(0, -1)) place = place[key] as Vars
  const last = path.at(-1)!
  if (value === null) delete place[last]
  else place[last] = value
  return vars
}
