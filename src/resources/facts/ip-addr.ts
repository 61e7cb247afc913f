/** An address on an interface, in CIDR form. */
export interface InterfaceAddress {
  readonly interface: string
  readonly cidr: string
}

/** Reads `ip -o addr`: `2: em1    inet 192.168.1.220/24 brd …`. */
export function readIpAddr(lines: string): readonly InterfaceAddress[] {
  return [...lines.matchAll(/^\d+: (\S+) +inet6? (\S+)/gm)].map(([, name, cidr]) => ({
    interface: name!,
    cidr: cidr!,
  }))
}
