import { canonicalAddress, parseCidr } from '../../model/ip-address.ts'
import { nearest } from '../../model/nearest.ts'
import { own } from '../../model/own.ts'
import { innerPath } from '../language/keywords.ts'
import { schedulers } from '../language/scheduler.ts'
import type { Flaw } from './flaw.ts'
import { type ConfNode, keywordOf, type Statement, statements, type Word } from './tree.ts'

/** What a value must be; the text says what was expected, null that it is right. */
type Kind = (text: string) => string | null

const whole =
  (from: number, to: number): Kind =>
  (text) =>
    /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to ? null : `a whole number from ${from} to ${to}`

const decimal =
  (from: number, to: number): Kind =>
  (text) =>
    /^\d+(\.\d+)?$/.test(text) && Number(text) >= from && Number(text) <= to ? null : `a number from ${from} to ${to}`

const oneOf =
  (...words: readonly string[]): Kind =>
  (text) =>
    words.includes(text) ? null : (nearest(text, words) ?? words.join(', '))

const upperCase =
  (...words: readonly string[]): Kind =>
  (text) =>
    words.includes(text)
      ? null
      : words.includes(text.toUpperCase())
        ? `${text.toUpperCase()}, in capitals`
        : words.join(', ')

const address: Kind = (text) => (canonicalAddress(text) === null ? 'a bare address: 192.168.1.222' : null)
const cidr: Kind = (text) =>
  parseCidr(text) === null ? 'an address, with a prefix or without: 192.168.1.225/32' : null
const onOff: Kind = (text) => (text === '' ? null : oneOf('on', 'off', 'true', 'false', 'yes', 'no')(text))
const interfaceName: Kind = (text) => (/^[^\s/]{1,15}$/.test(text) ? null : 'an interface name of at most 15 letters')
const port = whole(1, 65535)
const seconds = decimal(0, 2 ** 32 / 1_000_000)
const forwarding = upperCase('DR', 'NAT', 'TUN')

interface ValueRule {
  /** The lint rule that a wrong value breaks. */
  readonly rule: string
  readonly kind: Kind
}

const rule = (kind: Kind, id = 'value'): ValueRule => ({ rule: id, kind })

/** The limits of keepalived's own parsers (vrrp_parser.c, check_parser.c, check_api.c), by the end of the path. */
const kinds: Readonly<Record<string, ValueRule>> = {
  'vrrp_instance state': rule(upperCase('MASTER', 'BACKUP'), 'L27'),
  'vrrp_instance interface': rule(interfaceName, 'L31'),
  'vrrp_instance virtual_router_id': rule(whole(1, 255)),
  'vrrp_instance priority': rule(whole(1, 255)),
  'vrrp_instance advert_int': rule(decimal(0.01, 255)),
  'vrrp_instance version': rule(oneOf('2', '3')),
  'vrrp_instance preempt_delay': rule(decimal(0, 1000)),
  'vrrp_instance mcast_src_ip': rule(address),
  'vrrp_instance unicast_src_ip': rule(address),
  'vrrp_instance smtp_alert': rule(onOff),
  'vrrp_instance accept': rule(onOff),
  'vrrp_instance down_timer_adverts': rule(whole(1, 100)),
  'authentication auth_type': rule(upperCase('PASS', 'AH')),
  'virtual_server delay_loop': rule(seconds),
  'virtual_server lb_algo': rule(oneOf(...schedulers), 'L27'),
  'virtual_server lvs_sched': rule(oneOf(...schedulers), 'L27'),
  'virtual_server lb_kind': rule(forwarding, 'L27'),
  'virtual_server lvs_method': rule(forwarding, 'L27'),
  'virtual_server protocol': rule((text) => oneOf('TCP', 'UDP', 'SCTP')(text.toUpperCase())),
  'virtual_server persistence_timeout': rule(whole(1, 2_678_400)),
  'virtual_server quorum': rule(whole(1, 4_294_967_295)),
  'virtual_server hysteresis': rule(whole(0, 4_294_967_295)),
  'virtual_server sorry_server': rule(address),
  'real_server weight': rule(whole(0, 65_535)),
  'real_server lvs_method': rule(forwarding, 'L27'),
  'real_server uthreshold': rule(whole(0, 4_294_967_295)),
  'real_server lthreshold': rule(whole(0, 4_294_967_295)),
  '_CHECK connect_ip': rule(address),
  '_CHECK connect_port': rule(port),
  '_CHECK bindto': rule(address),
  '_CHECK bind_port': rule(port),
  '_CHECK connect_timeout': rule(seconds),
  '_CHECK retry': rule(whole(0, 4_294_967_295)),
  '_CHECK delay_before_retry': rule(seconds),
  '_CHECK warmup': rule(seconds),
  'vrrp_script interval': rule(decimal(0.000001, 2 ** 32 / 1_000_000)),
  'vrrp_script weight': rule(
    (text) => whole(0, 253)(text.split(' ')[0]!.replace(/^-/, '')) && 'a whole number from -253 to 253',
  ),
  'vrrp_script rise': rule(whole(1, 2_147_483_647)),
  'vrrp_script fall': rule(whole(1, 2_147_483_647)),
}

/** Lists whose entries begin with a value of some kind. */
const entries: Readonly<Record<string, ValueRule>> = {
  virtual_ipaddress: rule(cidr, 'address'),
  virtual_ipaddress_excluded: rule(cidr, 'address'),
  unicast_peer: rule(address, 'address'),
}

/** Values that keepalived would refuse, cut or put a default in place of. */
export function checkValues(nodes: readonly ConfNode[], path = ''): readonly Flaw[] {
  return statements(nodes).flatMap((statement) => {
    const inner = innerPath(path, keywordOf(statement))
    const listed = own(entries, keywordOf(statement))
    if (listed && statement.body)
      return statements(statement.body).flatMap((entry) => wrong(entry.words[0], listed, keywordOf(statement)))
    return [...wrongValue(statement, inner), ...(statement.body ? checkValues(statement.body, inner) : [])]
  })
}

function wrongValue(statement: Statement, path: string): readonly Flaw[] {
  const key = path
    .split(' ')
    .slice(-2)
    .join(' ')
    .replace(/^[A-Z]+_(CHECK|GET) /, '_CHECK ')
  const known = own(kinds, key)
  if (!known) return []
  const [keyword, value] = statement.words
  if (value) return wrong(value, known, keyword.text)
  const expected = known.kind('')
  return expected === null ? [] : wrong({ ...keyword, text: '' }, known, keyword.text)
}

function wrong({ text, where }: Word, { rule: id, kind }: ValueRule, keyword: string): readonly Flaw[] {
  const expected = kind(text)
  if (expected === null) return []
  const message = text === '' ? `${keyword} has no value` : `${keyword} is ${JSON.stringify(text)}`
  return [{ rule: id, severity: 'error', where, message, hint: `expected ${expected}` }]
}
