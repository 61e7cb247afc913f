import { type VrrpInstanceWords, vrrpInstance } from '../../language/vrrp-instance.ts'
import { keywordOf, type Statement, statements, valuesOf, whereOf } from '../tree.ts'
import { addressOf } from './address.ts'
import { readBlock, type Special } from './block.ts'
import { change, inside, losePhrases, note, type Place } from './reading.ts'

/** A vrrp_instance as vrrp_instances has it; what only holds for this director is under its name. */
export function readInstance(block: Statement, place: Place, defaultInterface: string | undefined): VrrpInstanceWords {
  const said = readBlock(block, place, { properties: vrrpInstance.properties, special })
  const device = said.interface ?? defaultInterface ?? deviceOf(said.virtual_ipaddress)
  const words = { ...said, ...(device !== undefined && { interface: device }) } as Readonly<Record<string, unknown>>
  if (said.interface === undefined && device !== undefined)
    change(place, block, '', `it names no interface: ${device} is written`)
  const short = ['virtual_ipaddress', 'virtual_ipaddress_excluded'].flatMap((key) =>
    Array.isArray(words[key]) ? [[key, words[key].map((address) => onOwn(address, words.interface))]] : [],
  )
  const none = said.no_virtual_ipaddress ? {} : { virtual_ipaddress: [] }
  return { ...none, ...words, ...Object.fromEntries(short) } as VrrpInstanceWords
}

/** From 2.2 on an instance with unicast needs no interface: its addresses have one. */
function deviceOf(addresses: unknown): string | undefined {
  const [first] = (addresses ?? []) as readonly (string | { readonly dev?: string })[]
  return typeof first === 'object' ? first.dev : undefined
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
    note(place, whereOf(statement), key, place.reading.director)
    return { [key]: { [place.reading.director]: value(valuesOf(statement)) } }
  }

/** keepalived does not look at a prefix here (inet_stosockaddr in lib/utils.c). */
const bare = (text: string) => text.split('/')[0]!

/** 255 is the owner of the address, whom VRRP lets nobody replace: lbprov has 254 at most. */
const priorityOf: Special = (statement, place, before) => {
  const text = valuesOf(statement)
  if (!/^[1-9]\d*$/.test(text) || Number(text) > 255) return null
  if (Number(text) > 254) change(place, statement, 'vrrp_instance', '254 is written, the highest that lbprov takes')
  return ofDirector('priority', (own) => Math.min(254, Number(own)))(statement, place, before)
}

const addresses =
  (key: string): Special =>
  (statement, place) => ({ [key]: statements(statement.body).map((entry) => addressOf(entry, key, place)) })

const special: Readonly<Record<string, Special>> = {
  // The roles say who is master: every director starts as BACKUP.
  state: (statement, place) => {
    if (!/^(MASTER|BACKUP)$/.test(valuesOf(statement)))
      change(place, statement, 'vrrp_instance', 'keepalived takes BACKUP for it: that is written')
    return nothing
  },
  priority: priorityOf,
  unicast_src_ip: ofDirector('unicast_src_ip', bare),
  mcast_src_ip: ofDirector('mcast_src_ip', bare),
  // The peers are the other directors: whether they are, adopt looks at.
  unicast_peer: (statement, place) => {
    for (const peer of statements(statement.body)) readPeer(peer, place)
    return { unicast: true }
  },
  // lbprov writes it by itself where keepalived has it.
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
      special: { auth_pass: passwordOf },
    }),
  }),
  lvs_sync_daemon_interface: () => nothing,
}

function readPeer(peer: Statement, place: Place): void {
  place.reading.peers.push({ instance: String(place.path[0]), address: bare(keywordOf(peer)), where: whereOf(peer) })
  const limits = peer.words.slice(1)
  const phrases = limits.flatMap((_, i) => (i % 2 === 0 ? [limits.slice(i, i + 2)] : []))
  losePhrases(place, peer, phrases, 'unicast_peer')
}

/** keepalived takes the first word, and its first 8 bytes. */
function passwordOf(statement: Statement, place: Place): Readonly<Record<string, unknown>> | null {
  const text = statement.words[1]?.text ?? ''
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= 8) return { auth_pass: text }
  change(place, statement, 'authentication', 'keepalived uses the first 8 bytes: they are written')
  return { auth_pass: new TextDecoder().decode(bytes.slice(0, 8)).replace(/\ufffd$/, '') }
}
