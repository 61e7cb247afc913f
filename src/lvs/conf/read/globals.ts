import { globalDefs } from '../../language/global-defs.ts'
import type { SyncDaemonWords } from '../../language/sync-daemon.ts'
import { type Statement, valuesOf } from '../tree.ts'
import { readBlock, type Special } from './block.ts'
import type { Place } from './reading.ts'

/** global_defs; router_id under the name of the director, the sync daemon for a variable of its own. */
export function readGlobals(block: Statement, place: Place): Readonly<Record<string, unknown>> {
  return readBlock(block, place, { label: 'global_defs', properties: globalDefs.properties, special })
}

/** 0 is what keepalived takes anyway. */
const unlessZero: Special = (statement) => {
  const [keyword, value] = statement.words
  return Number(value?.text) === 0 ? {} : { [keyword.text]: Number(value?.text) }
}

const special: Readonly<Record<string, Special>> = {
  router_id: (statement, { reading }) => ({ router_id: { [reading.director]: valuesOf(statement) } }),
  lvs_sync_daemon: () => ({}),
  vrrp_garp_interval: unlessZero,
  vrrp_gna_interval: unlessZero,
  // Each instance says its own.
  default_interface: () => ({}),
  // lbprov writes it by itself for instances with unicast.
  vrrp_check_unicast_src: () => ({}),
  enable_snmp_keepalived: () => ({ enable_snmp_vrrp: true }),
  lvs_timeouts: (statement) => {
    const timeouts = Object.entries(pairsOf(statement.words.slice(1).map(({ text }) => text)))
    return { lvs_timeouts: Object.fromEntries(timeouts.map(([key, value]) => [key, Number(value)])) }
  },
}

/** `em1 VI_1 id 5 maxlen 1400` or `em1 inst VI_1`; before 1.2.24 the id is the bare number behind the instance. */
export function syncDaemonOf(statement: Statement): SyncDaemonWords | null {
  const words = statement.words
    .slice(1)
    .map(({ text }) => text)
    .filter((text) => text !== 'inst')
  const [device, instance, ...rest] = words
  if (device === undefined || instance === undefined) return null
  const { id, group, ...numbers } = pairsOf(/^\d+$/.test(rest[0] ?? '') ? ['id', ...rest] : rest)
  return {
    interface: device,
    instance,
    ...(id === undefined ? {} : { syncid: Number(id) }),
    ...Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, Number(value)])),
    ...(group === undefined ? {} : { group }),
  }
}

function pairsOf(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] ?? '']] : [])))
}
