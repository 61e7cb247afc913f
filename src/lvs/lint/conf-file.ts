import type { Rule } from './rule.ts'

/** What only a keepalived.conf that somebody else wrote can have wrong (`lbprov lint FILE.conf`); lbprov's own never has. */
export const confFileRules: readonly Rule[] = [
  ofConf(
    'syntax',
    'the text can be read',
    'keepalived reads on after a brace or a quote that is missing, and makes something else of the rest.',
  ),
  ofConf(
    'value',
    'a value is one that keepalived takes',
    'keepalived takes its default in place of a value that it can not use: a bad priority becomes 100, on both directors.',
  ),
  ofConf(
    'L25',
    'keywords are known where they stand',
    'keepalived passes over a keyword that it does not know, before 1.2.20 (EL6) without a word in the log.',
  ),
  ofConf(
    'L27',
    'states, schedulers and forwarding methods are spelled right',
    '`lb_kind dr` is not DR but NAT, `state backup` is a guess, and an unknown scheduler becomes wlc.',
  ),
  ofConf('L28', 'a virtual server says its protocol', 'Without it keepalived 2.2.7 serves UDP.'),
]

function ofConf(id: string, title: string, explanation: string): Rule {
  return { id, severity: 'error', title, explanation, keepalivedTest: 'catches', always: true }
}
