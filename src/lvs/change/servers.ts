import type { Meaning } from './reading.ts'

type Table = Meaning['table']

/** An entry of the table whose servers are not those that it shall have. */
export interface Leaving {
  /** `-t 192.168.1.225:80` */
  readonly key: string
  /** Servers that go, as `192.168.1.224:80`. */
  readonly servers: readonly string[]
  /** The entry as it is, with those that go at weight 0: they keep the connections that they have, and get no new one. */
  readonly drained: Table[number]
}

/** Of each entry that stays the servers that go, where one with a weight stays. */
export function leavingServers(before: Table, after: Table): readonly Leaving[] {
  return before.flatMap((entry) => {
    const next = after.find(({ key }) => key === entry.key)
    if (!next) return []
    const servers = [...entry.servers.keys()].filter((server) => !next.servers.has(server) && takesNew(entry, server))
    const staying = [...entry.servers.keys()].some((server) => next.servers.has(server) && takesNew(entry, server))
    if (servers.length === 0 || !staying) return []
    const drained = [...entry.servers].map(([server, words]): [string, string] => [
      server,
      servers.includes(server) ? words.replace(/-w \d+/, '-w 0') : words,
    ])
    return [{ key: entry.key, servers, drained: { ...entry, servers: new Map(drained) } }]
  })
}

const takesNew = ({ servers }: Table[number], server: string) => !/-w 0\b/.test(servers.get(server) ?? '-w 0')

/** How the directors hand packets to a server that stays: before and after, as DR, NAT or TUN. */
export interface Turning {
  /** `-t 192.168.1.225:80` */
  readonly key: string
  readonly server: string
  readonly from: string
  readonly to: string
}

/** The servers that stay and are handed packets in another way. */
export function turningServers(before: Table, after: Table): readonly Turning[] {
  return before.flatMap((entry) => {
    const next = after.find(({ key }) => key === entry.key)
    return [...entry.servers].flatMap(([server, words]) => {
      const [from, to] = [wayOf(words), wayOf(next?.servers.get(server) ?? words)]
      return from === to ? [] : [{ key: entry.key, server, from, to }]
    })
  })
}

const ways: readonly (readonly [string, string])[] = [
  ['-m', 'NAT'],
  ['-i', 'TUN'],
]

function wayOf(words: string): string {
  return ways.find(([flag]) => words.split(' ').includes(flag))?.[1] ?? 'DR'
}
