import type { Rule } from './rule.ts'

/** What is found while the data is read, before a cluster can be judged; the first of it in a bare keepalived.conf alone. */
export const dataRules: readonly Rule[] = [
  ofConf(
    'syntax',
    'a keepalived.conf can be read',
    'Braces, quotes and blocks are as keepalived reads them.',
    'partly',
  ),
  ofConf(
    'value',
    'values are within the limits of keepalived',
    'keepalived takes another value in place of one that it can not read: priority 100, for one.',
    'partly',
  ),
  ofConf(
    'L25',
    'the keepalived that reads the file knows every word of it',
    'keepalived before 1.2.20 (CentOS 6) passes over unknown words without a word, 1.3.5 (CentOS 7) with a line in the log. In YAML a word that is none is refused when the variables are read.',
    'catches',
  ),
  ofConf(
    'L27',
    'lb_algo, lb_kind and state are words of keepalived, in its capitals',
    'lb_kind dr becomes NAT, an unknown scheduler wlc, state master BACKUP: seen with 2.2.7, with a line in the log before.',
    'catches',
  ),
  ofConf(
    'L28',
    'a virtual_server says its protocol',
    'Without one keepalived 2.2.7 balances UDP. What lbprov writes always says it.',
    'catches',
  ),
  reading('address', 'an address is one', 'What should be an address, a network or a netmask is none.'),
  reading('target', 'a virtual server says what it serves', 'It needs address and port, or a firewall mark.'),
  reading(
    'real-server',
    'a real server is a host of the inventory, or an address',
    'A real server is found by the name that the inventory has, or by its address.',
  ),
  reading('checker', 'a checker can be read', 'What should be an address that a check is made from, or to, is none.'),
  reading(
    'reference',
    'a name is of something that there is',
    'keepalived passes over names that nothing defines: nothing would be watched, or fail over together.',
  ),
  reading(
    'lint_ignore',
    'lint_ignore names rules, each with a reason, and is needed',
    'An entry puts findings aside: a slip in it would hide something else, or nothing.',
  ),
]

function reading(id: string, title: string, explanation: string): Rule {
  return { id, severity: 'error', title, explanation, keepalivedTest: 'partly', always: true }
}

function ofConf(id: string, title: string, explanation: string, keepalivedTest: Rule['keepalivedTest']): Rule {
  return { ...reading(id, title, explanation), keepalivedTest }
}
