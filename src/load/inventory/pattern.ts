import { glob } from '../../model/glob.ts'
import { didYouMean } from '../../model/nearest.ts'
import type { SourcePosition } from '../../model/position.ts'
import type { Problems } from '../text/problems.ts'
import { listed, sentences } from '../text/sentences.ts'
import { beginning } from './expression.ts'

/** A piece of text that selects hosts, and where it was written. */
export interface Pattern {
  readonly text: string
  readonly where: SourcePosition
}

/** Who there is to select from: hosts in inventory order, groups with all their hosts. */
export interface Everybody {
  readonly hosts: ReadonlySet<string>
  readonly groups: ReadonlyMap<string, readonly string[]>
}

/** The hosts that patterns select, in the order of the patterns, as Ansible has it. Names nobody has are problems. */
export function selectHosts(patterns: readonly Pattern[], everybody: Everybody, problems: Problems): readonly string[] {
  const terms = patterns.flatMap(({ text, where }) => split(text, everybody).map((term) => termOf(term, where)))
  const chosen = (term: Term) => matching(term, everybody, problems)
  const kept = (sign: Sign) => terms.filter((term) => term.sign === sign)
  const union = new Set(kept('').flatMap(chosen))
  const intersections = kept('&').map((term) => new Set(chosen(term)))
  const exclusions = kept('!').map((term) => new Set(chosen(term)))
  // As in Ansible, only exclusions and intersections start from everybody.
  const fromAll = terms.length > 0 && terms.every(({ sign }) => sign !== '')
  return [...(fromAll ? everybody.groups.get('all')! : union)].filter(
    (host) => intersections.every((set) => set.has(host)) && !exclusions.some((set) => set.has(host)),
  )
}

type Sign = '' | '&' | '!'

interface Term {
  readonly sign: Sign
  readonly body: string
  readonly where: SourcePosition
}

function termOf(term: string, where: SourcePosition): Term {
  const sign = term.startsWith('&') ? '&' : term.startsWith('!') ? '!' : ''
  return { sign, body: term.slice(sign.length), where }
}

// A comma separates; without one a colon does, except in brackets, in a regular expression and in the name of a host (IPv6).
function split(text: string, { hosts, groups }: Everybody): string[] {
  const whole = /^[&!]?~/.test(text) && !text.includes(',')
  if (whole || hosts.has(text) || groups.has(text)) return [text.trim()]
  return (text.includes(',') ? text.split(',') : outsideBrackets(text))
    .map((term) => term.trim())
    .filter((term) => term !== '')
}

/** Parts between colons, but for those that a bracket comes after which closes. */
function outsideBrackets(text: string): string[] {
  const parts: string[] = []
  let [end, isInside] = [text.length, false]
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ']' || text[at] === '[') isInside = text[at] === ']'
    else if (text[at] === ':' && !isInside) {
      parts.push(text.slice(at + 1, end))
      end = at
    }
  }
  return [...parts, text.slice(0, end)].toReversed()
}

/** Longest pattern: names of hosts are shorter. */
const longest = 1000

function matching(term: Term, everybody: Everybody, problems: Problems): readonly string[] {
  const { sign, body, where } = term
  if (body.length > longest) {
    problems.add(where, `a pattern has at most ${longest} characters, and this one ${body.length}`)
    return []
  }
  if (sign === '' && everybody.hosts.has(body)) return [body]
  if (body.startsWith('~')) return byExpression(body.slice(1), where, everybody, problems)
  const [, base = body, place, from, end] = /^(.+)\[(?:(-?\d+)|(\d+)[:-](\d*))\]$/.exec(body) ?? []
  if (base !== body)
    return subscripted(matching({ ...term, sign: sign || '&', body: base }, everybody, problems), place, from, end)
  if (/[*?[]/.test(body)) return hostsNamed(glob(body), everybody)
  if (everybody.hosts.has(body) || everybody.groups.has(body)) return named(body, everybody)
  tellUnknown(term, everybody, problems)
  return []
}

/** What to do about a pattern that matches no host: another thing than usual where there is none. */
export const nobodyHint = ({ hosts }: Everybody, usual: string): string =>
  hosts.size > 0 ? usual : 'The inventory has no host at all: name each on a line of its own.'

function tellUnknown({ body, where }: Term, everybody: Everybody, problems: Problems): void {
  const { hosts, groups } = everybody
  const named = [...groups.keys()].filter((name) => name !== 'ungrouped')
  const who = nobodyHint(everybody, `Groups are ${listed(named)}.`)
  const hint = sentences(didYouMean(body, [...hosts, ...groups.keys()]), who)
  problems.add(where, `the inventory has no host or group ${body}`, hint)
}

/** A group, and where the name has a dot in it the host of that name, too. */
function named(name: string, { hosts, groups }: Everybody): readonly string[] {
  const members = groups.get(name)
  return [...(members ?? []), ...(hosts.has(name) && (!members || name.includes('.')) ? [name] : [])]
}

/** Those of the groups, then those of the hosts that have such names; a place counts what is there twice. */
function hostsNamed(test: (name: string) => boolean, { hosts, groups }: Everybody): readonly string[] {
  const members = [...groups].filter(([name]) => test(name)).flatMap(([, names]) => names)
  return [...members, ...[...hosts].filter(test)]
}

function byExpression(
  source: string,
  where: SourcePosition,
  everybody: Everybody,
  problems: Problems,
): readonly string[] {
  try {
    return hostsNamed(beginning(source), everybody)
  } catch (error) {
    const hint =
      'Patterns are those of RE2: as in Python, but without look-around and back-references, which may take forever.'
    problems.add(where, `~${source} is not a regular expression: ${(error as Error).message}`, hint)
    return []
  }
}

// web[0], web[-1], web[0:2] (both ends included) and web[1:], by place in the group. web[0:0] is one host.
function subscripted(hosts: readonly string[], place = '', from = '', to = ''): readonly string[] {
  if (place === '')
    return hosts.slice(Number(from), to === '' ? undefined : Number(to) === 0 ? Number(from) + 1 : Number(to) + 1)
  return hosts.at(Number(place)) === undefined ? [] : [hosts.at(Number(place))!]
}
