import type { Path } from '../../model/host.ts'
import { addressRange, bracketed, canonicalAddress, type Family, familyOf } from '../../model/ip-address.ts'
import { didYouMean } from '../../model/nearest.ts'
import { own } from '../../model/own.ts'
import type { VirtualServerWords } from '../language/virtual-server.ts'
import type { GroupMemberWords } from '../language/virtual-server-group.ts'
import type { Finding } from './finding.ts'

/** What clients connect to: an address and port, or a firewall mark. Each is an entry of the kernel's table. */
export type Endpoint =
  | { readonly address: string; readonly port: number; readonly fwmark: null }
  | { readonly address: null; readonly port: 0; readonly fwmark: number; readonly marks: readonly Socket[] }

/** What a client connects to. Port 0: every port. */
export interface Socket {
  readonly address: string
  readonly port: number
  readonly protocol: 'TCP' | 'UDP' | 'SCTP'
}

/** What a virtual server is for: an endpoint, or a group of them. */
export type Target =
  | (Endpoint & { readonly group: null })
  | { readonly address: null; readonly port: 0; readonly fwmark: null; readonly group: string }

export type Groups = Readonly<Record<string, readonly GroupMemberWords[]>>

type Refuse = (variable: string, path: Path, message: string, hint: string, from?: string) => null

/** What an entry of `virtual_servers` is for, and all its endpoints; null, and a finding: that is not clear. */
export function resolveTarget(
  words: VirtualServerWords,
  index: number,
  groups: Groups,
  report: (finding: Finding) => void,
): { readonly target: Target; readonly endpoints: readonly Endpoint[] } | null {
  const refuse: Refuse = (variable, path, message, hint, from) => {
    report({ rule: 'target', variable, path, message, hint, from })
    return null
  }
  const { address, port, fwmark, marks, group } = words
  const refuseKey = (key: string, message: string, hint: string) =>
    refuse('virtual_servers', [index, key], message, hint)
  if (group !== undefined) {
    if (address ?? port ?? fwmark ?? marks)
      return refuseKey(
        'group',
        'group is given beside address, port, fwmark or marks',
        'leave group out, or what is beside it',
      )
    return groupTarget(group, groups, refuseKey, refuse)
  }
  const endpoint = endpointOf({ address, port, fwmark, marks }, refuseKey)
  return endpoint && { target: { ...endpoint, group: null }, endpoints: [endpoint] }
}

/** `192.168.1.225:80/TCP`, `fwmark 5` or `group web`, the way a person is told of a service. */
export function targetName(target: Target, protocol: string): string {
  if (target.group !== null) return `group ${target.group}`
  return target.address === null ? `fwmark ${target.fwmark}` : `${bracketed(target.address)}:${target.port}/${protocol}`
}

/** 4 or 6; null for firewall marks alone of which nothing says what gets them: their packets may be of either. */
export function endpointFamily(endpoints: readonly Endpoint[]): Family | null {
  const address = endpoints.flatMap((endpoint) => socketsOf(endpoint, 'TCP'))[0]?.address
  return address ? familyOf(address) : null
}

/** What clients of the endpoint connect to; of a firewall mark those that get it. */
export function socketsOf(endpoint: Endpoint, protocol: Socket['protocol']): readonly Socket[] {
  if (endpoint.address === null) return endpoint.marks
  return [{ address: endpoint.address, port: endpoint.port, protocol }]
}

function groupTarget(
  group: string,
  groups: Groups,
  refuseKey: (key: string, message: string, hint: string) => null,
  refuse: Refuse,
) {
  const members = own(groups, group)
  if (!members) {
    const names = Object.keys(groups)
    return refuseKey(
      'group',
      `virtual_server_groups has no ${group}`,
      didYouMean(group, names) || 'add it there, or serve an address',
    )
  }
  const endpoints = members.map((member, i) =>
    membersOf(member, (key, message, hint) => refuse('virtual_server_groups', [group, i, key], message, hint)),
  )
  if (endpoints.includes(null)) return null
  const mixed = new Set(members.map(({ fwmark }) => fwmark === undefined)).size > 1
  if (mixed)
    return refuse(
      'virtual_server_groups',
      [group],
      `${group} has both addresses and firewall marks`,
      'make two groups of it, each with a virtual server: with a mark real servers have no port',
      '2.1.0',
    )
  const target = { address: null, port: 0, fwmark: null, group } as const
  return { target, endpoints: endpoints.flatMap((list) => list ?? []) }
}

function membersOf(
  words: GroupMemberWords,
  refuse: (key: string, message: string, hint: string) => null,
): readonly Endpoint[] | null {
  const { address, port } = words
  if (address === undefined || port === undefined || !address.includes('-')) {
    const endpoint = endpointOf(words, refuse)
    return endpoint && [endpoint]
  }
  const range = addressRange(address)
  if (!range) return refuse('address', `${JSON.stringify(address)} is no range`, 'expected one as 192.168.1.225-230')
  return range.map((each) => ({ address: each, port, fwmark: null }))
}

function endpointOf(
  { address, port, fwmark, marks }: GroupMemberWords,
  refuse: (key: string, message: string, hint: string) => null,
): Endpoint | null {
  if (fwmark !== undefined) {
    if (address === undefined && port === undefined) return markOf(fwmark, marks ?? [], refuse)
    const hint = `leave fwmark out, or write address and port as marks: [{ address: ${address ?? '192.168.1.225'}, port: ${port ?? 80} }]`
    return refuse('fwmark', 'fwmark is given beside address or port', hint)
  }
  if (marks !== undefined)
    return refuse('marks', 'marks are given without fwmark', 'add fwmark, the mark that packets get')
  if (address === undefined || port === undefined) {
    return refuse('address', 'it is not said what is served', 'give address and port: address: 192.168.1.225, port: 80')
  }
  const canonical = canonicalAddress(address)
  if (canonical === null)
    return refuse('address', `${JSON.stringify(address)} is no address`, 'expected a bare address: 192.168.1.225')
  return { address: canonical, port, fwmark: null }
}

function markOf(
  fwmark: number,
  given: NonNullable<GroupMemberWords['marks']>,
  refuse: (key: string, message: string, hint: string) => null,
): Endpoint | null {
  const marks = given.map(({ address, port, protocol = 'TCP' }) => ({
    address: canonicalAddress(address) ?? '',
    port,
    protocol,
  }))
  const wrong = given.find((_, i) => marks[i]!.address === '')
  if (wrong)
    return refuse('marks', `${JSON.stringify(wrong.address)} is no address`, 'expected a bare address: 192.168.1.225')
  if (new Set(marks.map(({ address }) => familyOf(address))).size > 1)
    return refuse(
      'marks',
      `mark ${fwmark} is for packets of both families`,
      'write two virtual servers, each with a mark for one family',
    )
  return { address: null, port: 0, fwmark, marks }
}
