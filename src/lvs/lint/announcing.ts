import { slowAnnouncing } from '../language/garp.ts'
import type { Rule } from './rule.ts'

/** Whether neighbours hear soon of a new master. */
export const announcingRules: readonly Rule[] = [
  {
    id: 'L68',
    severity: 'warning',
    title: 'gratuitous ARP of an interface is less than 1 s apart',
    explanation:
      'keepalived sends one for each address in turn, and lets the interval pass between two: with 1 s the last of 20 addresses is announced about 20 s after the first, and until then neighbours send to the old master. From 1.2.21 on keepalived logs that such an interval is very large; its own test says nothing.',
    keepalivedTest: 'misses',
    check: ({ cluster: { words } }) =>
      (['vrrp_garp_interval', 'vrrp_gna_interval'] as const).flatMap((word) => {
        const slow = slowAnnouncing(word, words.global_defs?.[word] ?? 0)
        return slow ? [{ variable: 'global_defs', path: [word], ...slow }] : []
      }),
  },
]
