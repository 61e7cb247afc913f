import { form } from '../../model/type.ts'
import { ipAddress, isCidr } from '../addresses.ts'

/** What is let in. */
export interface Opening {
  readonly protocol: Transport | Portless
  /** One port, or a range `8000-8010`; null for a protocol without ports. */
  readonly port: string | null
  /** An address or network; null: from everywhere. */
  readonly from: string | null
  /** Marks our rules as ours; letters, digits, _ and - only, since iptables quotes others. */
  readonly tag: string
}

type Transport = 'tcp' | 'udp' | 'sctp'
type Portless = keyof typeof protocolNumbers

/** Numbers, since /etc/protocols needn't be there. */
const protocolNumbers = { vrrp: 112, ah: 51, igmp: 2, ipip: 4, ipv6: 41 } as const

/** The number of a protocol without ports. */
export function protocolNumber({ protocol }: Opening): number {
  return protocolNumbers[protocol as Portless]
}

const pattern = /^(?:(\d+(?:-\d+)?)\/(tcp|udp|sctp)|(vrrp|ah|igmp|ipip|ipv6))(?: from ([0-9A-Fa-f.:]+(?:\/\d+)?))?$/

const written = form(
  'PORT/tcp, PORT/udp, PORT/sctp, vrrp, ah, igmp, ipip or ipv6, and perhaps " from ADDRESS"',
  pattern,
)

export const openingType = {
  ...written,
  accepts(value: unknown): value is string {
    const [whole, port = '1', , , from] = (typeof value === 'string' && pattern.exec(value)) || []
    const [low, high = low] = port.split('-').map(Number) as [number, number?]
    return whole !== undefined && low >= 1 && low <= high && high <= 65_535 && (from === undefined || isSource(from))
  },
}

const isSource = (from: string) => ipAddress.accepts(from) || isCidr(from)

/** Of text that is an opening. */
export function parseOpening(text: string): Opening {
  const [, port, transport, portless, from] = pattern.exec(text)!
  return {
    protocol: (transport ?? portless) as Opening['protocol'],
    port: port ?? null,
    from: from ?? null,
    tag: `lbprov-${text.replaceAll(/[^A-Za-z0-9]+/g, '_')}`,
  }
}

/** True where only IPv6 packets are meant. */
export function isIpv6({ from }: Opening): boolean {
  return from?.includes(':') ?? false
}
