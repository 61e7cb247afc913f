import type { Facts } from '../../model/facts.ts'
import { canonicalAddress } from '../../model/ip-address.ts'

/** Something that could not be looked at. */
export interface Unseen {
  readonly why: string
}

/** True for what could not be looked at. */
export function isUnseen(value: unknown): value is Unseen {
  return typeof value === 'object' && value !== null && 'why' in value
}

/** A VRRP advert as a host heard it: on which interface, from and to which address, of which virtual router id. */
export interface Advert {
  readonly device: string
  readonly from: string
  readonly to: string
  readonly id: number
}

/** What directors heard, by host name, and what is known of the hosts that were looked at. */
export interface Hearing {
  readonly heard: ReadonlyMap<string, readonly Advert[] | Unseen>
  readonly facts: ReadonlyMap<string, Facts>
}

/** Reads `em1 IP 192.168.1.50 > 224.0.0.18: vrid 51`, which may have more, as tcpdump has. */
export function readAdverts(text: string): readonly Advert[] {
  const lines = text.matchAll(/^(\S+) (?:\S+ )?IP6? (\S+) > (\S+): .*?vrid (\d{1,3})\b/gm)
  return [...lines].map(([, device, from, to, id]) => ({
    device: device!,
    from: canonicalAddress(from!) ?? from!,
    to: canonicalAddress(to!) ?? to!,
    id: Number(id),
  }))
}

/** Why a host was not seen, where its name is shown beside. */
export function whyAlone({ why }: Unseen, name: string): string {
  return why.startsWith(`${name}: `) ? why.slice(name.length + 2) : why
}
