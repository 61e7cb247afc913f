import type { Instance } from '../cluster.ts'
import { onInstances, type Remark, type Rule } from './rule.ts'

/** What keepalived would cut short, ignore, or share with every other cluster that was copied from the sample. */
export const authenticationRules: readonly Rule[] = [
  {
    id: 'L23',
    severity: 'error',
    explanation:
      'Every keepalived package ships a sample with these two values: two such clusters on one network take each other for one.',
    check: ({ cluster }) =>
      cluster.instances
        .filter(({ words }) => words.virtual_router_id === 51 && words.authentication?.auth_pass === '1111')
        .map(({ name }) =>
          onInstances(
            [name, 'authentication', 'auth_pass'],
            'virtual_router_id 51 with auth_pass 1111 is the sample of the package',
            'choose an auth_pass of your own, at most 8 letters and digits',
          ),
        ),
  },
  {
    id: 'L29',
    severity: 'error',
    explanation:
      'keepalived uses 8 bytes and takes blanks, quotes, ! and # for its own: directors end up with different passwords, and both become master.',
    check: ({ cluster }) => cluster.instances.flatMap(badPassword),
  },
  {
    id: 'L29',
    severity: 'error',
    explanation: 'VRRP version 3 has no authentication.',
    check: ({ cluster }) =>
      cluster.instances
        .filter(({ version, words }) => version === 3 && words.authentication)
        .map(({ name }) =>
          onInstances(
            [name, 'authentication'],
            'authentication is given with version 3, which has none',
            'leave it out, or take version 2',
          ),
        ),
  },
]

function badPassword({ name, words }: Instance): readonly Remark[] {
  const password = words.authentication?.auth_pass
  if (password === undefined || /^[A-Za-z0-9_.,:;+*/=%^~@?<>()[\]|&-]{1,8}$/.test(password)) return []
  return [
    onInstances(
      [name, 'authentication', 'auth_pass'],
      'auth_pass is longer than 8 bytes, or has a character that keepalived reads as its own',
      'take 1 to 8 letters and digits',
    ),
  ]
}
