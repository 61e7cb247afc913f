import type { Rule } from './rule.ts'

/** What is found while the data is read, before a cluster can be judged. */
export const dataRules: readonly Rule[] = [
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
