import type { Assertion } from '../../model/verification.ts'

/** What each assertion says has to hold, in the order in which they are told. */
export const claims = {
  'vip-holder': 'one director has each virtual address, the one whose priority is highest',
  'sync-group': 'the instances of a sync group are master on one director',
  'vip-arp': 'one machine answers for each virtual address (ARP, neighbour discovery): the director that has it',
  'vrrp-sender': 'one director sends adverts for each instance',
  'vrrp-heard': 'every backup hears the adverts of the master and takes them',
  'vrrp-foreign': 'nobody else on the segment uses the virtual router id',
  'ipvs-table': 'the IPVS table of every director is the model',
  'sync-daemon': 'the master sends its connections, every backup receives them, under one id',
  listening: 'every real server listens on the address and port of its services',
  'service-answers': 'a client gets a connection every time',
  distribution: 'new connections go to every real server, by weight',
  'return-path': 'answers go past the director with DR and TUN, through it with NAT',
  clock: 'clocks agree',
} as const

export type ClaimId = keyof typeof claims

const essentials: readonly ClaimId[] = [
  'vip-holder',
  'sync-group',
  'vip-arp',
  'ipvs-table',
  'sync-daemon',
  'listening',
  'service-answers',
]

export interface About {
  readonly id: ClaimId
  readonly subject: string
  readonly hosts: readonly string[]
  readonly expected: string
}

/** Holds when there is no fault; `seen` tells what there is in either case. */
export function judged(
  about: About,
  { ok, seen, remedy }: { readonly ok: boolean; readonly seen: string; readonly remedy: string },
): Assertion {
  const verdict = ok ? 'ok' : 'failed'
  return { ...base(about), verdict, seen, remedy: ok ? null : remedy }
}

/** Nobody could look. */
export function unchecked(about: About, why: string, remedy: string | null = null): Assertion {
  return { ...base(about), verdict: 'unchecked', seen: why, remedy }
}

function base({ id, subject, hosts, expected }: About) {
  return { id, claim: claims[id], subject, hosts, expected, essential: essentials.includes(id) }
}
