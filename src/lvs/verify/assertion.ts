import type { Assertion } from '../../model/verification.ts'

interface Entry {
  readonly claim: string
  /** By what it is looked at, and where it is not: for docs/verify.md. */
  readonly how: string
  /** Not checked, it counts as not verified. */
  readonly essential?: true
}

const entries = {
  'vip-holder': {
    claim: 'one director has each virtual address, the one whose priority is highest',
    how: '`ip addr` on all directors: of those that are up; with `nopreempt` any of them may be the one',
    essential: true,
  },
  'sync-group': {
    claim: 'the instances of a sync group are master on one director',
    how: 'the same',
    essential: true,
  },
  'vip-arp': {
    claim: 'one machine answers for each virtual address (ARP, neighbour discovery): the director that has it',
    how: "the client's `arping`, for IPv6 `ndisc6`, which hear all answers. Without them the neighbour table, emptied and filled three times by a connection to the discard port (bash, no ping needed), which may miss a second answer; the line says which. Link-local addresses are not asked for; one that no service is on (the gateway of NAT) is not essential",
    essential: true,
  },
  'vrrp-sender': {
    claim: 'one director sends adverts for each instance',
    how: "keepalived's counters before and after three intervals; where they can't be had, tcpdump on that director",
  },
  'vrrp-heard': {
    claim: 'every backup hears the adverts of the master and takes them',
    how: "the same counters; why it refuses them is keepalived's own word. Packet filter rules that drop VRRP are named",
  },
  'vrrp-foreign': {
    claim: 'nobody else on the segment uses the virtual router id',
    how: "tcpdump on a director; without it the master's counters: it hears what no director sent. IPv4 and IPv6 count theirs apart",
  },
  'ipvs-table': {
    claim: 'the IPVS table of every director is the model',
    how: '`ipvsadm -Sn`, entry by entry',
    essential: true,
  },
  drained: {
    claim: 'a real server that is drained gets no new connections',
    how: 'the same: weight 0 on every director, or out of the table; the line says who drained it, when and why',
    essential: true,
  },
  'sync-daemon': {
    claim: 'the master sends its connections, every backup receives them, under one id',
    how: '`ipvsadm -L --daemon`, with `lvs_sync_daemon`; on that interface',
    essential: true,
  },
  listening: {
    claim: 'every real server listens on the address and port of its services',
    how: '/proc/net/tcp, tcp6, udp, udp6: with NAT on its own address, with DR and TUN on the virtual one, or on all; for IPv6 0.0.0.0 does not do. Not for firewall marks without `marks`, every port and SCTP, and then not essential',
    essential: true,
  },
  'service-answers': {
    claim: 'a client gets a connection every time',
    how: "bash on the client, at every address of a group, 2 s a connection; given up after 20 failures, or 5 in a row. TCP alone. A client that NAT can't serve, being in a network of the real servers, is told so: not checked. Essential where it can be tried",
    essential: true,
  },
  'http-status': {
    claim: 'a client gets the page that the checker asks for',
    how: 'the first `url` of HTTP_GET, with its `status_code` (200 to 299 unless said), in each of these connections; asked by bash. Not of SSL_GET',
  },
  distribution: {
    claim: 'new connections go to every real server, by weight',
    how: "the master's counters before and after; by weight with `rr` and `wrr`, give or take a tenth",
  },
  'return-path': {
    claim: 'answers go past the director with DR and TUN, through it with NAT',
    how: 'the same counters',
  },
  'server-reached': {
    claim: 'every director has a way to each real server, which alone answers for its address',
    how: '`ip route get`, `arping` on the director, which hears all answers, and its neighbour table; IPv4 alone for the answers',
  },
  mtu: {
    claim: 'hosts of one network take packets of one size',
    how: 'the MTU of the interfaces that have an address there',
  },
  'path-mtu': {
    claim: 'packets of full size get from directors to real servers, and to the client',
    how: '`ping -M do` of the size of the MTU, from every director to each real server and, with `--from`, from those that answer the client to it. Where smaller ones pass alone, that is a failure, unless a router has said so, which the kernel then knows. Not asked without ping; not checked where no ping is answered',
  },
  'default-route': {
    claim: 'real servers that answer clients themselves have a default route, as the directors have',
    how: "/proc/net/route, ipv6_route; with DR and TUN. Where no director has one, every client is in the hosts' own networks",
  },
  disk: { claim: 'files can be written', how: '`df` of what holds /etc, /tmp and /var: 1 MiB free' },
  conntrack: {
    claim: 'packet filters have room for connections',
    how: 'nf_conntrack_count and nf_conntrack_max, where connections are tracked: below 90 %',
  },
  clock: { claim: 'clocks agree', how: "`date`: within 10 s of this machine's" },
} as const satisfies Readonly<Record<string, Entry>>

export type ClaimId = keyof typeof entries

/** What each assertion says has to hold, in the order in which they are told. */
export const assertions: Readonly<Record<ClaimId, Entry>> = entries

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
  const { claim, essential = false } = assertions[id]
  return { id, claim, subject, hosts, expected, essential }
}
