import { canonicalAddress, familyOf, isNetmask } from '../../model/ip-address.ts'
import { nearest } from '../../model/nearest.ts'
import { own } from '../../model/own.ts'
import { schedulers } from './scheduler.ts'
import { atLeast, between } from './version.ts'

/** What one word behind a keyword must be. */
export interface Kind {
  /** The lint rule that a wrong value breaks. */
  readonly rule: string
  /** The keyword has a meaning without it, too. */
  readonly optional: boolean
  /** It goes on to the end of the line. */
  readonly many: boolean
  /** Before 1.2.20 quotes are part of the value, unless it is a text. */
  readonly isText: boolean
  /** What is said of it does not show it. */
  readonly isSecret: boolean
  /** It is a word of these, with a value behind it, and any number of them. */
  readonly pairs: readonly string[] | null
  /** The number that a text stands for in that version, and in newer ones not; null: it is no such text. */
  readonly oldNumber: (text: string, version: string) => number | null
  /** Says what that version expects, or null: the text is right. */
  readonly expected: (text: string, version: string) => string | null
}

type Test = Kind['expected']

/** Numbers are read by atoi, and what is glued to them is not looked at. */
const hasAtoi = (version: string) => !atLeast(version, '2.0.0')

/** What stands behind a number that atoi passes over, and nobody means. */
const glued = /[;,\u00a0\u3000]+$/

/** A whole number as that version reads it. */
export function isWhole(text: string, from: number, to: number, version: string): boolean {
  return whole(from, to)(text, version) === null
}

function number(pattern: RegExp, what: string): (from: number, to: number) => Test {
  return (from, to) => (text, version) => {
    const atoi = hasAtoi(version)
    const digits = atoi ? text.replace(glued, '') : text
    const isNegative = digits.startsWith('-') && from >= 0 && !atoi
    return !isNegative && pattern.test(digits) && Number(digits) >= from && Number(digits) <= to
      ? null
      : `${what} from ${from} to ${to}`
  }
}

const whole = number(/^[+-]?\d+$/, 'a whole number')
const plainDecimal = /^\+?(\d+\.?\d*|\.\d+)$/
const exact = number(plainDecimal, 'a number')

/** Up to 2.2.0 strtod reads hexadecimal numbers and exponents, too: from that version on. */
const strtod =
  (since: string) =>
  (text: string, version: string): number | null =>
    /^(0x[\da-f]+|(\d+\.?\d*|\.\d+)e[+-]?\d+)$/i.test(text) && between(version, since, '2.2.0') ? Number(text) : null
const oldNumbers: Readonly<Record<string, Kind['oldNumber']>> = { dec: strtod('2.0.7'), timer: strtod('2.0.20') }

const decimal =
  (name: 'dec' | 'timer') =>
  (from: number, to: number): Test =>
  (text, version) =>
    exact(from, to)(String(oldNumbers[name]!(text, version) ?? text), version)

const oneOf =
  (...words: readonly string[]): Test =>
  (text) =>
    words.includes(text) ? null : (nearest(text, words) ?? words.join(', '))

const inCapitals =
  (...words: readonly string[]): Test =>
  (text) => {
    if (words.includes(text)) return null
    return words.includes(text.toUpperCase()) ? `${text.toUpperCase()}, in capitals` : words.join(', ')
  }

const when =
  (holds: (text: string) => boolean, expected: string): Test =>
  (text) =>
    holds(text) ? null : expected

/** Blanks and quotes of other scripts and single quotes, which are letters to keepalived, and what other languages put behind a value. */
export const odd = /[\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff\u201c-\u201f]|[,;]$|^'/

const plainText: Test = (text) =>
  odd.test(text) ? 'blanks and double quotes of ASCII, and no comma or semicolon behind' : null

/** Signs of the shell, but for a & within an argument, as URLs have it. From 2.0.0 on no shell stands between keepalived and a script (execve in lib/notify.c). */
export const shell = /[|;<>`]|&(?!\w)|\$\(/

/** From 1.3.0 on a name is looked for, and the word is ignored where there is none; an option is no name (check_script_secure in lib/notify.c). */
function isNoProgram(text: string, version: string): boolean {
  if (text === '' || !(hasAtoi(version) || /\w/.test(text))) return true
  return /^-[^/ ]*( |$)/.test(text) && atLeast(version, '1.3.0')
}

const ofFamily = (family: 4 | 6) => (text: string) => canonicalAddress(text) !== null && familyOf(text) === family

const tests: Readonly<Record<string, (...bounds: number[]) => Test>> = {
  int: whole,
  /** To its end, in every version. */
  strict: (from, to) => (text) => whole(from!, to!)(text, '2.0.0'),
  /** 0 is as if the word were not there. */
  nonzero: (from, to) => (text, version) =>
    Number(text) === 0 ? 'a number, and not 0' : whole(from!, to!)(text, version),
  dec: decimal('dec'),
  /** Seconds; an unsigned number of microseconds. */
  timer: (from = 0) => decimal('timer')(from, 4294.967295),
  unsigned: () => when((text) => !text.startsWith('-'), 'a whole number from 0 on'),
  init: () => when((text) => /^(create|overwrite|[+-]?\d+)$/.test(text), 'create, overwrite or a whole number'),
  host: () =>
    when(
      (text) => (/^[\d.-]+$/.test(text) ? canonicalAddress(text) !== null : /^[\w.:%-]+$/.test(text)),
      'a name or address',
    ),
  mac: () => when((text) => /^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(text), 'a MAC address'),
  tunnel: () =>
    when(
      (text) => /^(type|ipip|gue|gre|port|nocsum|csum|remcsum|\d+)$/.test(text),
      'nothing, or type and port of a tunnel',
    ),
  port: () => whole(1, 65535),
  onoff: () => oneOf('on', 'off', 'true', 'false', 'yes', 'no'),
  on: () => oneOf('on', 'true', 'yes'),
  text: () => plainText,
  filled: () => (text, version) => (text === '' ? 'a text' : plainText(text, version)),
  command: () => (text, version) => {
    if (isNoProgram(text, version)) return 'a program and its arguments'
    return (
      plainText(text, version) ??
      (hasAtoi(version) || !shell.test(text) ? null : 'a program and its arguments; for signs of the shell a script')
    )
  },
  address: () => when((text) => canonicalAddress(text.split('/')[0]!) !== null, 'a bare address: 192.168.1.222'),
  group4: () => when((text) => /^(22[4-9]|23\d)\./.test(text) && ofFamily(4)(text), 'a multicast address: 224.0.0.18'),
  group6: () => when((text) => /^ff/i.test(text) && ofFamily(6)(text), 'a multicast address: ff02::12'),
  device: () =>
    when((text) => /^[!-.0-~]{1,15}$/.test(text) && !/[,;"]$/.test(text), 'an interface name of at most 15 letters'),
  /** A prefix behind a netmask is not looked at. */
  mask: () =>
    when(
      (text) => isNetmask(text.split('/')[0]!) || (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 128),
      'a netmask or, with IPv6, a prefix length',
    ),
  user: () => when((text) => /^\w[^/:;,]*$/.test(text) && !odd.test(text), 'the name of a user or group'),
  hex: () => when((text) => /^([0-9a-f]{2})+$/i.test(text), 'an even number of hexadecimal digits'),
  md5: () => when((text) => /^[0-9a-f]{32}$/i.test(text), '32 hexadecimal digits'),
  codes: () => when((text) => /^0*[1-5]\d\d(-0*[1-5]\d\d)?$/.test(text), 'a status, or a range of them: 200-299'),
  expression: () => (text, version) => (isExpression(text) ? plainText(text, version) : 'a regular expression'),
  secret: () => when((text) => new TextEncoder().encode(text).length <= 8, 'at most 8 bytes; the others are cut off'),
}

/** Kinds with a rule of their own. */
const ruled: Readonly<Record<string, readonly [rule: string, test: Test]>> = {
  state: ['L27', inCapitals('MASTER', 'BACKUP')],
  auth: ['value', inCapitals('PASS', 'AH')],
  forwarding: ['L27', inCapitals('DR', 'NAT', 'TUN')],
  scheduler: ['L27', oneOf(...schedulers)],
  protocol: ['value', (text, version) => oneOf('TCP', 'UDP', 'SCTP')(text.toUpperCase(), version)],
  PROTOCOL: ['value', inCapitals('TCP', 'UDP', 'SCTP')],
  device: ['L31', tests.device!()],
  secret: ['L29', tests.secret!()],
}

const texts = new Set(['text', 'filled', 'command', 'expression'])
const known = new Map<string, readonly Kind[]>()

/**
 * The kinds of an expression, one a word: `int(1,255)`, `oneof(a|b)`, `text`; `?` behind one that may be missing, `*` behind
 * one that may come again, `pairs(a|b)` for any of these with a value each. Empty: the keyword has no value.
 */
export function kindsOf(expression: string): readonly Kind[] {
  const before = known.get(expression)
  if (before) return before
  const kinds = expression
    .split(' ')
    .filter((part) => part !== '')
    .map(kindOf)
  known.set(expression, kinds)
  return kinds
}

function kindOf(part: string): Kind {
  const [, name = '', inside, sign] = /^(\w+)(?:\(([^)]*)\))?([?*]?)$/.exec(part)!
  const pairs = name === 'pairs' ? inside!.split('|') : null
  const [rule, expected] = ruled[name] ?? ['value', pairs ? oneOf(...pairs) : plainTest(name, inside)]
  const many = sign === '*' || pairs !== null
  return {
    rule,
    expected,
    pairs,
    many,
    optional: sign !== '' || many,
    isText: texts.has(name),
    isSecret: name === 'secret',
    oldNumber: own(oldNumbers, name) ?? (() => null),
  }
}

function plainTest(name: string, inside: string | undefined): Test {
  if (name === 'oneof') return oneOf(...inside!.split('|'))
  return tests[name]!(...(inside === undefined ? [] : inside.split(',').map(Number)))
}

function isExpression(text: string): boolean {
  try {
    return Boolean(new RegExp(text))
  } catch {
    return false
  }
}
