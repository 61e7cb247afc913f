import type { Path } from '../../../model/host.ts'
import { own } from '../../../model/own.ts'
import type { SourcePosition } from '../../../model/position.ts'
import type { JsonSchema } from '../../../model/schema.ts'
import { bfdInstance } from '../../language/bfd.ts'
import type { ClusterData } from '../../language/cluster.ts'
import { staticWords } from '../../language/static.ts'
import { syncGroup } from '../../language/sync-group.ts'
import { trackFile } from '../../language/track-file.ts'
import { trackProcess } from '../../language/track-process.ts'
import { virtualServer } from '../../language/virtual-server.ts'
import { virtualServerGroups } from '../../language/virtual-server-group.ts'
import { vrrpInstance } from '../../language/vrrp-instance.ts'
import { vrrpScript } from '../../language/vrrp-script.ts'
import { strayWords } from '../heads.ts'
import { type ConfNode, keywordOf, type Statement, statements, titleOf, valuesOf } from '../tree.ts'
import { readBlock, type Special } from './block.ts'
import { fitting } from './fit.ts'
import { readGlobals } from './globals.ts'
import { readInstance } from './instance.ts'
import { nearestOrigin } from './origins.ts'
import {
  type LeftOut,
  leaveOut,
  lose,
  loseWords,
  note,
  nowhere,
  type Place,
  placeOf,
  type Reading,
  reasons,
  strange,
  type UnicastPeer,
} from './reading.ts'
import { readStatic } from './static.ts'
import { daemonOf } from './sync-daemon.ts'
import { readGroup, readVirtualServer } from './virtual-server.ts'

/** A keepalived.conf in the words of the cluster's variables. */
export interface ReadCluster {
  readonly data: ClusterData
  /** Instance name to MASTER or BACKUP, as the file says it. */
  readonly states: Readonly<Record<string, string>>
  readonly leftOut: readonly LeftOut[]
  /** What is carried over as something else than was written. */
  readonly changed: readonly LeftOut[]
  /** Whom each instance's adverts go to. */
  readonly peers: readonly UnicastPeer[]
  /** The names that blocks of the file have, whether they could be read or not: `vrrp_scripts chk`. */
  readonly named: ReadonlySet<string>
  /** Words that the file has with another value than the variables can hold, a checker for all in it; each with the entries that have it (`entryOf`). */
  readonly short: ReadonlyMap<string, ReadonlySet<string>>
  /** Where a place of the variables was written; the nearest place above where that one is unknown. */
  readonly origin: (variable: string, path?: Path) => SourcePosition | undefined
}

/** Reads a plain tree for the director that it is of. What the variables do not have is in `leftOut`. */
export function readCluster(nodes: readonly ConfNode[], director: string): ReadCluster {
  const reading: Reading = {
    director,
    origins: {},
    leftOut: [],
    changed: [],
    peers: [],
    named: new Set(),
    short: new Map(),
  }
  const blocks = statements(nodes)
  const data = Object.fromEntries(Object.entries(variablesOf(blocks, reading)).filter(([, value]) => isSaid(value)))
  return {
    data: data as ClusterData,
    states: statesOf(blocks),
    leftOut: reading.leftOut,
    changed: reading.changed,
    peers: reading.peers,
    named: reading.named,
    short: reading.short,
    origin: (variable, path = []) => nearestOrigin(reading.origins, [variable, ...path]),
  }
}

const named = {
  vrrp_script: ['vrrp_scripts', vrrpScript],
  vrrp_track_process: ['track_processes', trackProcess],
  track_file: ['track_files', trackFile],
  vrrp_track_file: ['track_files', trackFile],
  bfd_instance: ['bfd_instances', bfdInstance],
  vrrp_sync_group: ['vrrp_sync_groups', syncGroup],
} as const

/** Each word of a group is an instance; a BFD session may be spoken from another address on each director. */
const special: Readonly<Record<string, Special>> = {
  group: ({ body }, place) => {
    const names = statements(body).flatMap(({ words }) => words)
    for (const [i, { where }] of names.entries()) note(place, where, 'group', i)
    return { group: names.map(({ text }) => text) }
  },
  source_ip: (statement, { reading }) => ({ source_ip: { [reading.director]: valuesOf(statement) } }),
}

function variablesOf(blocks: readonly Statement[], reading: Reading): Record<string, unknown> {
  const globals = blocks.filter((block) => keywordOf(block) === 'global_defs')
  const body = globals.flatMap((block) => block.body ?? [])
  const device = statements(body).find((each) => keywordOf(each) === 'default_interface')
  const servers: unknown[] = []
  const byName = new Map<string, Map<string, Read>>()
  for (const block of blocks) {
    if (keywordOf(block) !== 'virtual_server') loseWords(nowhere(reading), block, strayWords(block, true))
    const named = namedBlock(block, device && valuesOf(device))
    if (named) putNamed(byName, block, named, reading)
    else if (keywordOf(block) === 'virtual_server') {
      const at = placeOf(reading, 'virtual_servers', servers.length)
      const server = fitted(virtualServer, readVirtualServer(block, at), at, block)
      if (server !== undefined) servers.push(server)
    } else if (keywordOf(block) !== 'global_defs' && !Object.hasOwn(staticWords, keywordOf(block)))
      leaveOut(nowhere(reading), block, '', strange(block, ''))
  }
  const place = placeOf(reading, 'global_defs')
  const variables = [...byName].map(([variable, read]) => [
    variable,
    Object.fromEntries([...read].map(([name, { value }]) => [name, value])),
  ])
  return {
    // keepalived adds to a list of the first that is in the second, too.
    global_defs: globals[0] ? readGlobals({ ...globals[0], body }, place) : null,
    ...Object.fromEntries(variables),
    virtual_servers: servers,
    ...readStatic(blocks, device && valuesOf(device), reading),
    lvs_sync_daemon: daemonOf(blocks, reading),
  }
}

interface Read {
  readonly block: Statement
  readonly value: unknown
}

interface NamedBlock {
  readonly variable: string
  readonly schema: JsonSchema
  readonly read: (place: Place) => unknown
}

/** A block that has a name, and its variable; undefined: it is none. */
function namedBlock(block: Statement, device: string | undefined): NamedBlock | undefined {
  const keyword = keywordOf(block)
  if (keyword === 'vrrp_instance')
    return { variable: 'vrrp_instances', schema: vrrpInstance, read: (place) => readInstance(block, place, device) }
  if (keyword === 'virtual_server_group') {
    const schema = virtualServerGroups.additionalProperties
    return { variable: 'virtual_server_groups', schema, read: (place) => readGroup(block, place) }
  }
  const [variable, schema] = own(named, keyword) ?? []
  if (variable === undefined || schema === undefined) return undefined
  const properties = schema.properties as Readonly<Record<string, JsonSchema>>
  return {
    variable,
    schema,
    read: (place) => readBlock(block, place, { properties, synonyms: { neighbour_ip: 'neighbor_ip' }, special }),
  }
}

function putNamed(
  byName: Map<string, Map<string, Read>>,
  block: Statement,
  { variable, schema, read }: NamedBlock,
  reading: Reading,
): void {
  const name = valuesOf(block)
  const place = placeOf(reading, variable, name)
  reading.named.add(`${variable} ${name}`)
  const value = fitted(schema, read(place), place, block)
  if (value === undefined) return
  const all = byName.get(variable) ?? new Map<string, Read>()
  const before = all.get(name)
  if (before) leaveOut(place, before.block, '', 'a block of that name is there twice, and the last counts')
  byName.set(variable, all.set(name, { block, value }))
}

/** What of a block its schema has. */
function fitted(schema: JsonSchema, value: unknown, place: Place, block: Statement): unknown {
  const fit = fitting(schema, value, (path) => lose(place, path, block, titleOf(block)))
  if (fit === undefined) leaveOut(place, block, '', reasons.incomplete)
  return fit
}

function statesOf(blocks: readonly Statement[]): Readonly<Record<string, string>> {
  const instances = blocks.filter((block) => keywordOf(block) === 'vrrp_instance')
  return Object.fromEntries(
    instances.map((block) => {
      const state = statements(block.body).find((each) => keywordOf(each) === 'state')
      return [valuesOf(block), state ? valuesOf(state) : 'BACKUP']
    }),
  )
}

function isSaid(value: unknown): boolean {
  return value !== null && Object.keys(value as object).length > 0
}
