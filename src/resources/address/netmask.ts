import { bare } from './live.ts'

/** The 24 of `192.168.1.0/24`. */
export const prefixOf = (cidr: string): number => Number(cidr.slice(cidr.indexOf('/') + 1))

/** `255.255.255.0` of `192.168.1.0/24`; IPv4 only, as all of these. */
export const netmaskOf = (cidr: string): string => dotted(maskOf(cidr))

/** The highest address of the network. */
export const broadcastOf = (cidr: string): string => dotted((numberOf(bare(cidr)) | ~maskOf(cidr)) >>> 0)

/** The address as a number of 32 bits. */
export function numberOf(dots: string): number {
  return dots.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

const maskOf = (cidr: string) => (prefixOf(cidr) === 0 ? 0 : (0xffffffff << (32 - prefixOf(cidr))) >>> 0)

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}
