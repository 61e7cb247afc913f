import { socketName } from '../lvs/verify/entry.ts'
import type { HostSight } from '../lvs/verify/sight.ts'
import { socketOf } from '../lvs/verify/sockets.ts'
import { canonicalAddress } from '../model/ip-address.ts'

type Values = Readonly<Record<string, string>>

const mac = '(?:[0-9a-f]{2}:){5}[0-9a-f]{2}'

/** What a director says of the way to real servers, and of who answers there. */
export function surroundings(values: Values): Pick<HostSight, 'neighbours' | 'answers' | 'noWay' | 'statuses'> {
  const kept = pairs(values.neighbours, new RegExp(`^(\\S+) .*lladdr (${mac})`, 'i'))
  const heard = pairs(values.answers, new RegExp(`from (\\S+) \\[(${mac})\\]`, 'i'))
  const why = Object.entries(values).filter(([key]) => key.startsWith('no-way.'))
  return {
    neighbours: new Map(kept),
    answers: new Map([...Map.groupBy(heard, ([address]) => address)].map(([address, own]) => [address, macsOf(own)])),
    statuses: new Map(
      Object.entries(values).flatMap(([key, text]) =>
        key.startsWith('status.') ? [[key.slice('status.'.length), text.trim()]] : [],
      ),
    ),
    noWay: new Map(why.map(([key, text]) => [key.slice('no-way.'.length), text.trim()])),
  }
}

const macsOf = (own: readonly (readonly [string, string])[]) => [...new Set(own.map(([, each]) => each))].toSorted()

function pairs(text: string | undefined, pattern: RegExp): readonly (readonly [string, string])[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const [, address, found] = pattern.exec(line) ?? []
    return address && found ? [[address, found.toLowerCase()] as const] : []
  })
}

/** `4 0101A8C0`, `6 fe80…0001`, as the kernel's tables of routes have a gateway. */
export function gatewaysIn(text: string | undefined): ReadonlyMap<4 | 6, string> {
  const found = [...(text ?? '').matchAll(/^([46]) ([0-9a-f]{8}|[0-9a-f]{32})\s*$/gim)].toReversed()
  return new Map(
    found.map(([, family, hex = '']): [4 | 6, string] =>
      family === '4'
        ? [4, socketOf(`${hex}:0000`)?.replace(/:0$/, '') ?? '']
        : [6, canonicalAddress(hex.replace(/(.{4})(?=.)/g, '$1:')) ?? ''],
    ),
  )
}

/** `/dev/sda1 20511312 9876543 9569809 51% /`: df -Pk. */
export function roomIn(text: string | undefined): ReadonlyMap<string, number> {
  const lines = (text ?? '').matchAll(/^\S+ +\d+ +\d+ +(\d{1,15}) +\d+% +(\/.*?)\s*$/gm)
  return new Map([...lines].map(([, free, at]) => [at!, Number(free)]))
}

/** `20 C0A80101 C0A801E1 0050 C0A801DE`: connections of which IPVS has seen no more than the beginning, by client, virtual address and port, real server. */
export function unansweredIn(text: string | undefined): ReadonlyMap<string, number> {
  return new Map(
    [...(text ?? '').matchAll(/^(\d{1,9}) (\S+) (\S+) ([0-9A-F]{4}) (\S+)$/gim)].map(
      ([, count, client, at, port, server]) => [
        `${addressIn(client!)} ${socketName({ address: addressIn(at!), port: Number.parseInt(port!, 16) })} ${addressIn(server!)}`,
        Number(count),
      ],
    ),
  )
}

function addressIn(text: string): string {
  if (!/^[0-9A-F]{8}$/i.test(text)) return canonicalAddress(text) ?? text
  return text
    .match(/../g)!
    .map((byte) => Number.parseInt(byte, 16))
    .join('.')
}
