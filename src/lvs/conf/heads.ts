import { canonicalAddress } from '../../model/ip-address.ts'
import type { Shape } from '../language/keywords.ts'
import { isWhole, odd } from '../language/kinds.ts'
import type { Flaw } from './flaw.ts'
import { keywordOf, type Statement, type Word, whereOf } from './tree.ts'

const named = new Set([
  'vrrp_instance',
  'vrrp_sync_group',
  'vrrp_script',
  'vrrp_track_process',
  'vrrp_track_file',
  'track_group',
  'bfd_instance',
  'virtual_server_group',
])

/** The words of a block that keepalived passes over: what stands behind its name, or its address and port. */
export function strayWords({ words, body }: Statement, isOutermost: boolean): readonly Word[] {
  if (body === null || words.length === 1) return []
  const keyword = words[0].text
  const isNamed = named.has(keyword) || (isOutermost && keyword === 'track_file')
  return words.slice(/^(virtual|real)_server$/.test(keyword) ? 3 : isNamed ? 2 : 1)
}

/** What stands between the word of a block and its brace: a name, an address and port, or nothing. */
export function checkHead(statement: Statement, path: string, shape: Shape, version: string): readonly Flaw[] {
  const keyword = keywordOf(statement)
  const values = statement.words.slice(1)
  if (keyword === 'virtual_server') return virtualServer(statement, values, version)
  if (keyword === 'real_server') return realServer(statement, values, version)
  const isNamed = named.has(keyword) || (keyword === 'track_file' && path === '')
  if (isNamed && values.length === 0) return [flaw(whereOf(statement), `${keyword} has no name`, 'give it one')]
  if (isNamed && odd.test(values[0]!.text))
    return [flaw(values[0]!.where, `${JSON.stringify(values[0]!.text)} is no name`, 'blanks of ASCII')]
  const behind = values[isNamed ? 1 : 0]
  if (!behind || shape === 'value') return []
  const hint = isNamed ? 'a name is one word' : 'take it away'
  return [flaw(behind.where, `${JSON.stringify(behind.text)} stands between ${keyword} and its {`, hint)]
}

function virtualServer(
  statement: Statement,
  [first, second, third]: readonly Word[],
  version: string,
): readonly Flaw[] {
  const expected = 'virtual_server ADDRESS PORT, virtual_server fwmark NUMBER or virtual_server group NAME'
  if (!first) return [flaw(whereOf(statement), 'virtual_server has no address', expected)]
  if (third) return [unread(third, expected)]
  if (first.text === 'group' || first.text === 'fwmark') {
    const holds = first.text === 'group' ? second !== undefined : isWhole(second?.text ?? '', 0, 4_294_967_295, version)
    return holds
      ? []
      : [flaw((second ?? first).where, `${first.text} is ${JSON.stringify(second?.text ?? '')}`, expected)]
  }
  return addressAndPort([first, second], expected, version)
}

function realServer(statement: Statement, [first, second, third]: readonly Word[], version: string): readonly Flaw[] {
  const expected = 'real_server ADDRESS PORT'
  if (!first) return [flaw(whereOf(statement), 'real_server has no address', expected)]
  return third ? [unread(third, expected)] : addressAndPort([first, second], expected, version)
}

function addressAndPort(
  [address, port]: readonly [Word, Word | undefined],
  expected: string,
  version: string,
): readonly Flaw[] {
  if (canonicalAddress(address.text.split('/')[0]!) === null)
    return [flaw(address.where, `${JSON.stringify(address.text)} is no address`, expected)]
  return !port || isWhole(port.text, 0, 65_535, version)
    ? []
    : [flaw(port.where, `the port is ${JSON.stringify(port.text)}`, expected)]
}

function unread(word: Word, expected: string): Flaw {
  return flaw(word.where, `${JSON.stringify(word.text)} is not read`, expected)
}

function flaw(where: Flaw['where'], message: string, expected: string): Flaw {
  return { rule: 'value', severity: 'error', where, message, hint: `expected ${expected}` }
}
