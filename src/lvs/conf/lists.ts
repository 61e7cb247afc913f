import { own } from '../../model/own.ts'
import { checkAddress } from './entries/address.ts'
import { type Check, notRead, type Wrong } from './entries/entry.ts'
import { checkMember, mixedMembers } from './entries/member.ts'
import { checkPeer } from './entries/peer.ts'
import { checkReceiver } from './entries/receiver.ts'
import { checkRoute } from './entries/route.ts'
import { checkRule } from './entries/rule.ts'
import { checkTracked } from './entries/tracked.ts'
import type { Flaw } from './flaw.ts'
import { keywordOf, type Statement, statements } from './tree.ts'

const checks: Readonly<Record<string, Check>> = {
  virtual_ipaddress: checkAddress,
  virtual_ipaddress_excluded: checkAddress,
  static_ipaddress: checkAddress,
  unicast_peer: checkPeer,
  track_interface: checkTracked(253, '2.1.0', /\s/),
  track_script: checkTracked(253, '2.1.0'),
  track_bfd: checkTracked(253, '2.0.0'),
  track_process: checkTracked(254, '2.1.0'),
  track_file: checkTracked(254, '2.0.0'),
  notification_email: checkReceiver,
  virtual_server_group: checkMember,
  virtual_routes: checkRoute,
  static_routes: checkRoute,
  virtual_rules: checkRule,
  static_rules: checkRule,
}

/** What is static names the group that looks after it; what an instance has goes by the instance. */
function trackGroup({ words }: Statement): readonly Wrong[] {
  const word = words.find(({ text }) => text === 'track_group')
  return word ? notRead(word, 'track_group in static_ipaddress, static_routes or static_rules alone') : []
}

/** Entries of a list that this version would not take as they are written. */
export function checkEntries(list: Statement, version: string): readonly Flaw[] {
  const keyword = keywordOf(list)
  const check = own(checks, keyword)
  const entries = statements(list.body)
  const blocks = entries.filter(({ body }) => body !== null)
  const wrong: readonly Wrong[] = [
    ...blocks.map(({ words: [first] }): Wrong => [first, `${keyword} has no blocks in it`, 'a line without braces']),
    ...(keyword.startsWith('virtual_') ? entries.flatMap(trackGroup) : []),
    ...(keyword === 'virtual_server_group' ? mixedMembers(entries, version) : []),
    ...(check ? entries.flatMap((entry) => check(entry, version)) : []),
  ]
  const rule = keyword.startsWith('virtual_ipaddress') || keyword === 'unicast_peer' ? 'address' : 'value'
  return wrong.map(([word, message, expected, severity = 'error']) => ({
    rule,
    severity,
    where: word.where,
    message,
    hint: `expected ${expected}`,
  }))
}
