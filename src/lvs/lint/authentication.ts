import type { Instance } from '../cluster/cluster.ts'
import { eachInstance, onInstances, type Remark, type Rule } from './rule.ts'
import { wireRemarks } from './wire.ts'

/** What keepalived would cut short, ignore, or share with every other cluster that was copied from the sample. */
export const authenticationRules: readonly Rule[] = [
  {
    id: 'L23',
    severity: 'error',
    title:
      'nobody else on the segment has the virtual_router_id, and it is not that of the packaged sample with its password',
    explanation:
      'Every keepalived package ships a sample with virtual_router_id 51 and password 1111: two clusters with one number on one network segment take each other for one (keepalived issues 2444, 255, 2175). Before a run starts keepalived on a director, or gives it a number that it did not have, the director listens for three adverts, 3 s at least, as it does with lbprov lint --hosts: with Python, Perl or tcpdump, whichever is there.',
    keepalivedTest: 'misses',
    check: eachInstance(({ name, words }) =>
      words.virtual_router_id === 51 && words.authentication?.auth_pass === '1111'
        ? [
            onInstances(
              [name, 'authentication', 'auth_pass'],
              'virtual_router_id 51 with auth_pass 1111 is the sample of the package',
              'choose an auth_pass of your own, at most 8 letters and digits',
            ),
          ]
        : [],
    ),
    checkWire: wireRemarks,
  },
  {
    id: 'L29',
    severity: 'error',
    title: 'auth_pass is 1 to 8 plain letters, with VRRP version 2 only',
    explanation:
      'keepalived uses 8 bytes and takes blanks, quotes, ! and # for its own: directors end up with different passwords, and both become master. Version 3 has no authentication. The test finds too many bytes and version 3, and no comment sign.',
    keepalivedTest: 'partly',
    always: true,
    check: eachInstance((instance) => [...badPassword(instance), ...passwordInVersion3(instance)]),
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

function passwordInVersion3({ name, version, words }: Instance): readonly Remark[] {
  if (version !== 3 || !words.authentication) return []
  const message = 'authentication is given with version 3, which has none'
  return [onInstances([name, 'authentication'], message, 'leave it out, or take version 2')]
}
