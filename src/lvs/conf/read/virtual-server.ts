import { canonicalAddress } from '../../../model/ip-address.ts'
import { checkerNames } from '../../language/checker.ts'
import type { RealServerWords } from '../../language/real-server.ts'
import { type VirtualServerWords, virtualServer } from '../../language/virtual-server.ts'
import { keywordOf, type Statement, statements, valuesOf, whereOf } from '../tree.ts'
import { readBlock, type Special } from './block.ts'
import { readChecker } from './checker.ts'
import { nearestOrigin, originsIn } from './origins.ts'
import { change, inside, leaveOut, loseWords, note, type Place } from './reading.ts'

type Words = Readonly<Record<string, unknown>>

const synonyms = { lvs_sched: 'lb_algo', lvs_method: 'lb_kind', sorry_server_lvs_method: 'sorry_lb_kind' }

/** What keepalived takes where a file says nothing, and lbprov something else. */
const defaults = { delay_loop: 60, lb_algo: 'wlc', lb_kind: 'NAT' }

/** A virtual_server as virtual_servers has it; a checker that all real servers share is written once. */
export function readVirtualServer(block: Statement, place: Place): VirtualServerWords {
  const target = targetOf(block)
  loseWords(place, block, block.words.slice(3))
  const servers: Words[] = []
  const special: Readonly<Record<string, Special>> = {
    protocol: (statement) => ({ protocol: valuesOf(statement).toUpperCase() }),
    // keepalived does not look at a prefix behind the netmask.
    persistence_granularity: (statement) => ({ persistence_granularity: valuesOf(statement).split('/')[0]! }),
    real_server: (statement) => {
      servers.push(readRealServer(statement, inside(place, 'real_servers', servers.length), target.port))
      return {}
    },
    sorry_server: (statement, at) => ({ sorry_server: serverOf(statement, at, target.port) }),
    sorry_server_lvs_method: (statement) => ({ sorry_lb_kind: valuesOf(statement) }),
    ops: () => ({ ops: true }),
  }
  const { sorry_lb_kind, ...words } = readBlock(block, place, {
    properties: virtualServer.properties,
    synonyms,
    special,
  })
  if (servers.length === 0) leaveOut(place, block, '', 'it has no real server')
  if (target.address !== undefined && words.protocol === undefined)
    change(place, block, '', 'it names no protocol: TCP is written, where keepalived 2 takes UDP')
  const sorry =
    sorry_lb_kind === undefined || words.sorry_server === undefined
      ? {}
      : { sorry_server: { ...(words.sorry_server as Words), lb_kind: sorry_lb_kind } }
  return { ...target, ...defaults, ...words, ...sorry, ...hoisted(servers, place) } as unknown as VirtualServerWords
}

function targetOf({ words }: Statement): { readonly port?: number } & Words {
  const [, first, second] = words.map(({ text }) => text)
  if (first === 'fwmark') return { fwmark: Number(second) }
  if (first === 'group') return { group: second }
  return { address: canonicalAddress(first?.split('/')[0] ?? '') ?? first, port: Number(second ?? 0) }
}

function serverOf(statement: Statement, place: Place, port: number | undefined): Words {
  loseWords(place, statement, statement.words.slice(3))
  const [, address, own] = statement.words.map(({ text }) => text)
  return {
    address: canonicalAddress(address?.split('/')[0] ?? '') ?? address,
    ...(own === undefined || Number(own) === (port ?? 0) ? {} : { port: Number(own) }),
  }
}

/** Of one kind on one real server: each is judged together with those before it. */
const mostCheckers = 64

const readCheck: Special = (statement, place, before) => {
  const name = keywordOf(statement)
  const others = before[name] === undefined ? [] : [before[name]].flat()
  if (others.length === mostCheckers) return null
  const words = readChecker(statement, inside(place, name))
  return words ? { [name]: others.length === 0 ? words : [...others, words] } : null
}

const ofRealServer = {
  properties: virtualServer.properties.real_servers.items.anyOf[1].properties,
  synonyms: { lvs_method: 'lb_kind' },
  special: Object.fromEntries(checkerNames.map((name) => [name, readCheck])),
}

function readRealServer(block: Statement, place: Place, port: number | undefined): Words {
  const { weight, ...rest } = readBlock(block, place, ofRealServer)
  return { ...serverOf(block, place, port), ...(weight === undefined || weight === 1 ? {} : { weight }), ...rest }
}

const shareable = [...checkerNames, 'inhibit_on_failure']

/** Checkers, inhibit_on_failure: what every real server says alike is said of the virtual server. */
function hoisted(servers: readonly Words[], place: Place): Words {
  const [first = {}] = servers
  const shared = shareable.filter((name) => first[name] !== undefined && areAlike(name, servers))
  const isCommon = (name: string) => shared.includes(name) || !isChecker.has(name)
  const taken = servers.every((server) => Object.keys(server).every(isCommon)) ? shared : []
  for (const name of taken) lift(name, place)
  return {
    ...Object.fromEntries(taken.map((name) => [name, first[name]])),
    real_servers: servers.map((server) => shortest(without(server, taken))) as RealServerWords[],
  }
}

const isChecker: ReadonlySet<string> = new Set(checkerNames)

function areAlike(name: string, [first, ...others]: readonly Words[]): boolean {
  const text = JSON.stringify(first?.[name])
  return others.every((server) => JSON.stringify(server[name]) === text)
}

function without(server: Words, taken: readonly string[]): Words {
  if (taken.length === 0) return server
  const left: Record<string, unknown> = {}
  for (const name of Object.keys(server)) if (!taken.includes(name)) left[name] = server[name]
  return left
}

/** What was noted of the first real server's checker holds for that of the virtual server. */
function lift(name: string, { origins }: Place): void {
  const first = originsIn(originsIn(origins, 'real_servers'), 0)
  origins.inner?.set(name, { ...first.inner?.get(name), where: nearestOrigin(first, [name]) })
}

function shortest(server: Words): unknown {
  return Object.keys(server).length === 1 && typeof server.address === 'string' ? server.address : server
}

/** `192.168.1.225-192.168.1.230` is `192.168.1.225-230`. */
function shortRange(text: string): string {
  const [from = '', to = ''] = text.split('-')
  const cut = Math.max(from.lastIndexOf('.'), from.lastIndexOf(':')) + 1
  return canonicalAddress(to) !== null && to.startsWith(from.slice(0, cut)) ? `${from}-${to.slice(cut)}` : text
}

/** The virtual_server_group blocks: `192.168.1.225-230 80` and `fwmark 5`, one a line. */
export function readGroup(block: Statement, place: Place): readonly Words[] {
  note(place, whereOf(block))
  return statements(block.body).map((entry, i) => {
    note(place, whereOf(entry), i)
    loseWords(place, entry, entry.words.slice(2))
    const [first, second] = entry.words.map(({ text }) => text)
    return first === 'fwmark' ? { fwmark: Number(second) } : { address: shortRange(first!), port: Number(second ?? 0) }
  })
}
