import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { stagesOf } from '../src/lvs/change/stages.ts'
import type { ClusterData } from '../src/lvs/cluster/cluster.ts'
import type { Path } from '../src/model/host.ts'
import { exampleChange, exampleCircumstances } from './example-change.ts'
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
  outlast: 'have connections of the old way end',
  reroute: 'take another default route',
  'take away': 'lose what nobody uses',
}

function stagesText({ path, values }: ListedChange): string {
  const [before, after] = values.map((value) => varsWith(path, value)) as [ClusterData, ClusterData]
  const stages = stagesOf(exampleChange(before, after), exampleCircumstances)
  const words = stages.map(({ kind, hosts }) => `${hosts.join(', ')}: ${verbs[kind]}`)
  return words.length === 0 ? 'none: in the order of the playbook' : words.join('; ')
}

function varsWith(path: Path, value: unknown): ClusterData {
  const vars = parse(read('inventory/group_vars/all.yml')) as Vars
  let place = vars
  for (const key of path.slice(0, -1)) place = place[key] as Vars
  const last = path.at(-1)!
  if (value === null) delete place[last]
  else place[last] = value
  return vars as ClusterData
}
