import type { Path } from '../../../model/host.ts'
import type { SourcePosition } from '../../../model/position.ts'
import type { JsonSchema } from '../../../model/schema.ts'
import { bfdInstance } from '../../language/bfd.ts'
import type { ClusterData } from '../../language/cluster.ts'
import { syncDaemon } from '../../language/sync-daemon.ts'
import { syncGroup } from '../../language/sync-group.ts'
import { trackFile } from '../../language/track-file.ts'
import { trackProcess } from '../../language/track-process.ts'
import { virtualServer } from '../../language/virtual-server.ts'
import { virtualServerGroups } from '../../language/virtual-server-group.ts'
import { vrrpInstance } from '../../language/vrrp-instance.ts'
import { vrrpScript } from '../../language/vrrp-script.ts'
import { type ConfNode, keywordOf, type Statement, statements, valuesOf, whereOf } from '../tree.ts'
import { readBlock, type Special } from './block.ts'
import { fitting } from './fit.ts'
import { readGlobals, syncDaemonOf } from './globals.ts'
import { readInstance } from './instance.ts'
import { inside, type LeftOut, leaveOut, note, originKey, type Place, type Reading } from './reading.ts'
import { readGroup, readVirtualServer } from './virtual-server.ts'

/** A keepalived.conf in the words of the cluster's variables. */
export interface ReadCluster {
  readonly data: ClusterData
  /** Instance name to MASTER or BACKUP, as the file says it. */
  readonly states: Readonly<Record<string, string>>
  readonly leftOut: readonly LeftOut[]
  /** Where a place of the variables was written; the nearest place above where that one is unknown. */
  readonly origin: (variable: string, path?: Path) => SourcePosition | undefined
}

/** Reads a plain tree for the director that it is of. What the variables do not have is in `leftOut`. */
export function readCluster(nodes: readonly ConfNode[], director: string): ReadCluster {
  const reading: Reading = { director, origins: new Map(), leftOut: [] }
  const blocks = statements(nodes)
  const data = Object.fromEntries(Object.entries(variablesOf(blocks, reading)).filter(([, value]) => isSaid(value)))
  return {
    data: data as ClusterData,
    states: statesOf(blocks),
    leftOut: reading.leftOut,
    origin: (variable, path = []) => nearest(reading, variable, path),
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
    for (const [i, { where }] of names.entries()) note(inside(place, 'group', i), where)
    return { group: names.map(({ text }) => text) }
  },
  source_ip: (statement, { reading }) => ({ source_ip: { [reading.director]: valuesOf(statement) } }),
}

function variablesOf(blocks: readonly Statement[], reading: Reading): Record<string, unknown> {
  const variables: Record<string, unknown> = {}
  const byName = new Map<string, [string, unknown][]>()
  const put = (variable: string, block: Statement, read: (place: Place) => unknown) => {
    const place = { variable, path: [valuesOf(block)], reading }
    const value = read(place)
    if (value === undefined) return leaveOut(place, block, '', 'a word that it needs is missing, or has no value')
    const before = byName.get(variable) ?? []
    byName.set(variable, before)
    before.push([valuesOf(block), value])
  }
  const servers: unknown[] = []
  for (const block of blocks) {
    const keyword = keywordOf(block)
    const place = { variable: keyword, path: [], reading }
    if (Object.hasOwn(named, keyword)) {
      const [variable, schema] = named[keyword as keyof typeof named]
      const label = `${keyword} ${valuesOf(block)}`
      const properties = schema.properties as Readonly<Record<string, JsonSchema>>
      put(variable, block, (at) => fitting(schema, readBlock(block, at, { label, properties, special })))
    } else if (keyword === 'vrrp_instance')
      put('vrrp_instances', block, (at) => fitting(vrrpInstance, readInstance(block, at)))
    else if (keyword === 'virtual_server_group')
      put('virtual_server_groups', block, (at) =>
        fitting(virtualServerGroups.additionalProperties, readGroup(block, at)),
      )
    else if (keyword === 'virtual_server') {
      const at = { variable: 'virtual_servers', path: [servers.length], reading }
      servers.push(fitting(virtualServer, readVirtualServer(block, at)))
    } else if (keyword === 'global_defs')
      variables.global_defs = { ...(variables.global_defs as object), ...readGlobals(block, place) }
    else leaveOut(place, block, '', 'lbprov has no such block')
  }
  for (const [variable, entries] of byName) variables[variable] = Object.fromEntries(entries)
  return { ...variables, virtual_servers: servers, lvs_sync_daemon: daemonOf(blocks, reading) }
}

/** The daemon of global_defs or, as EL6 has it, of an instance. */
function daemonOf(blocks: readonly Statement[], reading: Reading): unknown {
  const inner = (block: string, word: string) =>
    blocks
      .filter((each) => keywordOf(each) === block)
      .flatMap((owner) => statements(owner.body).flatMap((each) => (keywordOf(each) === word ? [{ owner, each }] : [])))
  const [global] = inner('global_defs', 'lvs_sync_daemon')
  const [local] = inner('vrrp_instance', 'lvs_sync_daemon_interface')
  const found = global ?? local
  if (!found) return null
  note({ variable: 'lvs_sync_daemon', path: [], reading }, whereOf(found.each))
  if (!global) return { interface: valuesOf(found.each), instance: valuesOf(found.owner) }
  const daemon = fitting(syncDaemon, syncDaemonOf(global.each))
  if (!daemon) leaveOut({ variable: '', path: [], reading }, global.each, 'global_defs', 'it names no instance')
  return daemon ?? null
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

function nearest({ origins }: Reading, variable: string, path: Path): SourcePosition | undefined {
  for (let length = path.length; length >= 0; length--) {
    const where = origins.get(originKey(variable, path.slice(0, length)))
    if (where) return where
  }
  return undefined
}
