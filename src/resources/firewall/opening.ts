/** What is let in. */
export interface Opening {
  readonly protocol: 'tcp' | 'udp' | Portless
  /** One port, or a range `8000-8010`; null for a protocol without ports. */
  readonly port: string | null
  /** An address or network; null: from everywhere. */
  readonly from: string | null
  /** Marks our rules as ours; letters, digits, _ and - only, since iptables quotes others. */
  readonly tag: string
}

type Portless = keyof typeof protocolNumbers

/** Numbers, since /etc/protocols needn't be there. */
export const protocolNumbers = { vrrp: 112, igmp: 2, ipip: 4 } as const

const form = /^(?:(\d+(?:-\d+)?)\/(tcp|udp)|(vrrp|igmp|ipip))(?: from ([0-9A-Fa-f.:]+(?:\/\d+)?))?$/

/** Throws a TypeError for text that is no opening. */
export function parseOpening(text: string): Opening {
  const [whole, port, transport, portless, from] = form.exec(text) ?? []
  if (whole === undefined)
    throw new TypeError(
      `firewall: expected PORT/tcp, PORT/udp, vrrp, igmp or ipip, and perhaps " from ADDRESS", but got ${JSON.stringify(text)}`,
    )
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
