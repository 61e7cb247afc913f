import { type Host, type Inventory, localConnection } from '../model/host.ts'

/** What a fake host has. */
export interface HostOptions {
  /** The address that it is entered by, and known by where it has no variable `address`; 192.168.1.220 unless said. */
  readonly address?: string
  /** Groups it is in, besides `all`. */
  readonly groups?: readonly string[]
  /** Its variables, as the inventory holds them. */
  readonly vars?: Readonly<Record<string, unknown>>
}

/** A host that nothing connects to. A place in its variables is shown as `NAME/VARIABLE/KEY:1:1`. */
export function fakeHost(name: string, { address = '192.168.1.220', groups = [], vars = {} }: HostOptions = {}): Host {
  return {
    name,
    groups: ['all', ...groups],
    vars,
    origin: (variable, path = []) =>
      vars[variable] === undefined ? undefined : { file: [name, variable, ...path].join('/'), line: 1, column: 1 },
    connection: { ...localConnection, transport: 'ssh', address },
  }
}

/** An inventory of these hosts, with the groups that they are in. */
export function fakeInventory(hosts: readonly Host[]): Inventory {
  const names = new Set(hosts.flatMap(({ groups }) => groups))
  const membersOf = (group: string) => hosts.filter(({ groups }) => groups.includes(group)).map(({ name }) => name)
  const groups = new Map([...names].map((group) => [group, membersOf(group)] as const))
  return { hosts, groups, host: (name) => hosts.find((host) => host.name === name) }
}
