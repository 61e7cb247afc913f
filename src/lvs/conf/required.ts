import { canonicalAddress, familyOf } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import { slowAnnouncing } from '../language/garp.ts'
import { atLeast, between } from '../language/version.ts'
import type { Flaw } from './flaw.ts'
import {
  type ConfNode,
  keywordOf,
  type Statement,
  says,
  statements,
  titleOf,
  valuesOf,
  whereOf,
  whereToAdd,
} from './tree.ts'

/** What a block must say, and from which version on keepalived minds that it does not. */
const required: Readonly<Record<string, readonly [since: string, ...words: readonly string[]]>> = {
  vrrp_script: ['1.2.2', 'script'],
  vrrp_track_process: ['2.0.11', 'process'],
  track_file: ['2.1.0', 'file'],
  vrrp_track_file: ['2.0.0', 'file'],
  bfd_instance: ['2.0.0', 'neighbor_ip', 'neighbour_ip'],
  vrrp_sync_group: ['1.2.2', 'group'],
  MISC_CHECK: ['1.2.2', 'misc_path'],
  FILE_CHECK: ['2.1.0', 'track_file'],
  BFD_CHECK: ['2.0.0', 'name'],
  HTTP_GET: ['1.2.2', 'url'],
  SSL_GET: ['1.2.2', 'url'],
  url: ['1.2.2', 'path'],
  virtual_server: ['2.0.0', 'real_server'],
}

/** Blocks that keepalived looks at when they end, and from which version on: it names the line of their }. */
const judgedAtEnd: Readonly<Record<string, string>> = {
  MISC_CHECK: '2.0.0',
  FILE_CHECK: '2.0.0',
  BFD_CHECK: '2.0.0',
  HTTP_GET: '2.0.0',
  SSL_GET: '2.0.0',
  url: '2.0.0',
  vrrp_sync_group: '2.2.8',
}

/** Lists that must have an entry. */
const filled: Readonly<Record<string, string>> = {
  group: '1.2.2',
  notification_email: '2.0.0',
  virtual_server_group: '1.2.2',
  virtual_ipaddress: '2.1.0',
  unicast_peer: '2.1.0',
}

/** Of these each must have one, though others stand beside it. */
const aloneFilled = ['virtual_server_group', 'notification_email']

/** What blocks lack without which keepalived drops them, or makes something else of them. */
export function checkRequired(nodes: readonly ConfNode[], version: string): readonly Flaw[] {
  const flaws: Flaw[] = []
  checkBlocks(statements(nodes), version, '', flaws)
  return flaws
}

function checkBlocks(blocks: readonly Statement[], version: string, outer: string, flaws: Flaw[]): void {
  for (const block of blocks) {
    if (block.body === null) continue
    const keyword = keywordOf(block)
    if ((outer !== '' && keyword === 'track_file') || (keyword === 'url' && !outer.endsWith('_GET'))) continue
    flaws.push(...lacking(block, version), ...empty(block, blocks, version))
    flaws.push(...(own(ofBlock, keyword)?.(block, version) ?? []))
    checkBlocks(statements(block.body), version, keyword, flaws)
  }
}

/** What is looked at in blocks of one keyword. */
const ofBlock: Readonly<Record<string, (block: Statement, version: string) => readonly Flaw[]>> = {
  real_server: (block, version) => [...repeatedSessions(block), ...dynamicTwice(block, version)],
  authentication: halfAuthentication,
  virtual_server: markOfIpv6,
  UDP_CHECK: lengths,
  vrrp_instance: ofInstance,
  global_defs: slowAnnouncements,
  garp_group: slowAnnouncements,
}

function lacking(block: Statement, version: string): readonly Flaw[] {
  const need = own(required, keywordOf(block))
  if (!need) return []
  const [since, ...words] = need
  if (!atLeast(version, since) || says(block, ...words)) return []
  const isAtEnd = atLeast(version, own(judgedAtEnd, keywordOf(block)) ?? '99')
  const lack = {
    ...flaw(block, `${keywordOf(block)} has no ${words[0]}`, `add ${words[0]}`),
    where: (isAtEnd && block.end) || whereToAdd(block),
  }
  // Before 2.0.0 such a check is always content.
  return [words[0] === 'url' && !atLeast(version, '2.0.0') ? { ...lack, rule: 'L56' } : lack]
}

/** A list that is there again goes on. */
function empty(block: Statement, beside: readonly Statement[], version: string): readonly Flaw[] {
  const since = own(filled, keywordOf(block))
  if (since === undefined || !atLeast(version, since) || statements(block.body).length > 0) return []
  const goesOn =
    !aloneFilled.includes(keywordOf(block)) &&
    beside.some((other) => keywordOf(other) === keywordOf(block) && statements(other.body).length > 0)
  if (goesOn) return []
  const lack = flaw(block, `${keywordOf(block)} is empty`, 'add an entry, or leave it out')
  return [block.words.length > 1 && !atLeast(version, '2.0.0') ? lack : { ...lack, where: whereToAdd(block) }]
}

function repeatedSessions({ body }: Statement): readonly Flaw[] {
  const sessions = statements(body).filter((inner) => keywordOf(inner) === 'BFD_CHECK')
  if (sessions.length < 2) return []
  const names = sessions.map((session) => valuesOf(says(session, 'name') ?? session))
  return sessions
    .filter((_, i) => names.indexOf(names[i]!) < i)
    .map((session) => flaw(session, 'BFD_CHECK names the same session again', 'take one away'))
}

/** Each sets the weight of the server. */
function dynamicTwice({ body }: Statement, version: string): readonly Flaw[] {
  if (!between(version, '2.0.0', '2.2.0')) return []
  const dynamic = statements(body).filter((check) => keywordOf(check) === 'MISC_CHECK' && says(check, 'misc_dynamic'))
  return dynamic.slice(1).map((check) => flaw(check, 'misc_dynamic is in two checks', 'take it out of one'))
}

function halfAuthentication(block: Statement, version: string): readonly Flaw[] {
  const [password, type] = [says(block, 'auth_pass'), says(block, 'auth_type')]
  if (password && !type) return [flaw(password, 'auth_pass has no effect without auth_type', 'add auth_type PASS')]
  return type && !password && atLeast(version, '1.3.0')
    ? [flaw(type, 'auth_type has no effect without auth_pass', 'add auth_pass')]
    : []
}

/** From 2.1.0 on the family of a mark is asked for before its real servers are looked at. */
function markOfIpv6(block: Statement, version: string): readonly Flaw[] {
  const isMark = block.words[1]?.text === 'fwmark'
  const server = says(block, 'real_server')
  const address = server?.words[1]?.text ?? ''
  if (!isMark || !server || says(block, 'ip_family') || !atLeast(version, '2.1.0')) return []
  return canonicalAddress(address) !== null && familyOf(address) === 6
    ? [flaw(block, `${titleOf(block)} has real servers of IPv6 and no ip_family`, 'add ip_family inet6')]
    : []
}

function lengths(block: Statement): readonly Flaw[] {
  const [least, most] = ['min_reply_length', 'max_reply_length'].map((word) => says(block, word))
  if (!least || !most || Number(valuesOf(least)) <= Number(valuesOf(most))) return []
  return [least, most].map((word) => flaw(word, 'min_reply_length is more than max_reply_length', 'exchange the two'))
}

function slowAnnouncements({ body }: Statement): readonly Flaw[] {
  const intervals = statements(body).filter((word) => /^(vrrp_)?(garp|gna)_interval$/.test(keywordOf(word)))
  return intervals.flatMap((word) => {
    const slow = slowAnnouncing(keywordOf(word), Number(valuesOf(word)))
    return slow ? [{ rule: 'L68', severity: 'warning', where: whereOf(word), ...slow }] : []
  })
}

function ofInstance(block: Statement, version: string): readonly Flaw[] {
  const [native, priority, state, nopreempt, protocol] = [
    'native_ipv6',
    'priority',
    'state',
    'nopreempt',
    'version',
  ].map((word) => says(block, word))
  const addresses = says(block, 'virtual_ipaddress')
  const first = statements(addresses?.body ?? null)[0]?.words[0].text.split('/')[0] ?? ''
  const isIpv4 = canonicalAddress(first) !== null && familyOf(first) === 4
  const isOwner = priority && valuesOf(priority) === '255'
  const isBackup = state && valuesOf(state) === 'BACKUP'
  const isBare = protocol && valuesOf(protocol) === '3' && first === ''
  return [
    ...(native && isIpv4 && atLeast(version, '1.3.0')
      ? [flaw(native, `native_ipv6, and ${first} is no address of IPv6`, 'take native_ipv6 away')]
      : []),
    ...(isBare && between(version, '1.3.0', '2.1.0')
      ? [flaw(addresses ?? block, 'with version 3 an instance must have an address', 'add one to virtual_ipaddress')]
      : []),
    ...(isOwner && nopreempt && atLeast(version, '1.3.0')
      ? [flaw(priority, 'priority 255 is that of the owner, who always preempts', 'write 254 at most')]
      : []),
    ...(isOwner && isBackup && between(version, '1.3.0', '2.0.0')
      ? [flaw(priority, 'priority 255 is that of the owner, which starts as MASTER', 'write 254 at most')]
      : []),
  ]
}

function flaw(statement: Statement, message: string, hint: string): Flaw {
  return { rule: 'value', severity: 'error', where: whereOf(statement), message, hint }
}
