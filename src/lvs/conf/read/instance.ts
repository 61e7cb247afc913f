import { type VrrpInstanceWords, vrrpInstance } from '../../language/vrrp-instance.ts'
import { type Statement, statements, valuesOf, whereOf } from '../tree.ts'
import { readBlock, type Special } from './block.ts'
import { inside, leaveOut, note, type Place } from './reading.ts'

/** A vrrp_instance as vrrp_instances has it; what only holds for this director is under its name. */
export function readInstance(block: Statement, place: Place): VrrpInstanceWords {
  const label = `vrrp_instance ${valuesOf(block)}`
  const words = readBlock(block, place, { label, properties: vrrpInstance.properties, special })
  const short = ['virtual_ipaddress', 'virtual_ipaddress_excluded'].flatMap((key) =>
    Array.isArray(words[key]) ? [[key, words[key].map((address) => onOwn(address, words.interface))]] : [],
  )
  return { virtual_ipaddress: [], ...words, ...Object.fromEntries(short) } as VrrpInstanceWords
}

/** The instance's own interface needs no saying. */
function onOwn(given: string | { readonly address: string; readonly dev?: string }, device: unknown): unknown {
  if (typeof given === 'string' || given.dev !== device) return given
  const { dev, ...rest } = given
  return Object.keys(rest).length === 1 ? rest.address : rest
}

const nothing = {}

const ofDirector =
  (key: string, value: (text: string) => unknown = (text) => text): Special =>
  (statement, place) => {
    note(inside(place, key, place.reading.director), whereOf(statement))
    return { [key]: { [place.reading.director]: value(valuesOf(statement)) } }
  }

/** 255 is the owner of the address, whom VRRP lets nobody replace: lbprov has 254 at most. */
function priorityOf(statement: Statement, place: Place): Readonly<Record<string, unknown>> | null {
  const text = valuesOf(statement)
  if (!/^[1-9]\d*$/.test(text) || Number(text) > 255) return null
  if (Number(text) > 254) leaveOut(place, statement, 'vrrp_instance', '254 is the highest that lbprov takes')
  return ofDirector('priority', (own) => Math.min(254, Number(own)))(statement, place)
}

const addresses =
  (key: string): Special =>
  (statement) => ({ [key]: statements(statement.body).map(({ words }) => addressOf(words.map(({ text }) => text))) })

const special: Readonly<Record<string, Special>> = {
  // The roles say who is master: every director starts as BACKUP.
  state: (statement) => (/^(MASTER|BACKUP)$/.test(valuesOf(statement)) ? nothing : null),
  priority: priorityOf,
  unicast_src_ip: ofDirector('unicast_src_ip'),
  mcast_src_ip: ofDirector('mcast_src_ip'),
  // The peers are the other directors.
  unicast_peer: () => ({ unicast: true }),
  check_unicast_src: () => nothing,
  preempt: () => nothing,
  accept: (statement) => ({ accept: !/^(off|false|no)$/.test(valuesOf(statement)) }),
  no_accept: () => ({ accept: false }),
  virtual_ipaddress: addresses('virtual_ipaddress'),
  virtual_ipaddress_excluded: addresses('virtual_ipaddress_excluded'),
  authentication: (statement, place) => ({
    authentication: readBlock(statement, inside(place, 'authentication'), {
      label: 'authentication',
      properties: vrrpInstance.properties.authentication.properties,
    }),
  }),
  lvs_sync_daemon_interface: () => nothing,
}

/** `192.168.1.225/24 dev em1 label em1:1 scope link`; a broadcast address is the kernel's own business. */
function addressOf(words: readonly string[]): unknown {
  const [address, ...rest] = words
  const pairs = rest.flatMap((word, i) => (['dev', 'label', 'scope'].includes(word) ? [[word, rest[i + 1]]] : []))
  return pairs.length === 0 ? address : { address, ...Object.fromEntries(pairs) }
}
