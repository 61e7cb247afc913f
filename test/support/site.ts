import type { Host, Inventory } from '../../src/model/host.ts'
import type { Assignment, Play, Site } from '../../src/model/play.ts'
import type { Resources } from '../../src/model/role.ts'

const nowhere = { file: '/site.yaml', line: 3, column: 5 }

/** A host that is this machine. */
export function hostNamed(name: string, vars: Readonly<Record<string, unknown>> = {}): Host {
  const connection = {
    transport: 'local',
    address: name,
    port: 22,
    user: 'root',
    become: false,
    becomeUser: 'root',
    hostKeyChecking: 'strict',
    knownHostsFiles: [],
    connectTimeout: 10,
  } as const
  return { name, groups: ['all'], vars, origin: () => undefined, connection }
}

export interface PlayOf {
  readonly name?: string
  readonly hosts: readonly Host[]
  readonly serial?: number | null
  /** By role name; a role may look at the host. */
  readonly roles: Readonly<Record<string, (host: Host) => Resources>>
  readonly tags?: readonly string[]
}

/** A site made of functions in place of role files. */
export function siteOf(...plays: readonly PlayOf[]): Site {
  const hosts = [...new Set(plays.flatMap((play) => play.hosts))]
  const inventory: Inventory = {
    hosts,
    groups: new Map([['all', hosts.map(({ name }) => name)]]),
    host: (name) => hosts.find((one) => one.name === name),
  }
  return { inventory, plays: plays.map(playOf), secrets: [] }
}

function playOf({ name = 'a play', hosts, serial = null, roles, tags = [] }: PlayOf): Play {
  const assignments = Object.entries(roles).map(
    ([role, resources]): Assignment => ({
      role,
      definition: { params: {}, resources: ({ host }) => resources(host) },
      params: {},
      tags: [role, ...tags],
      where: nowhere,
    }),
  )
  return { name, serial, assignments: new Map(hosts.map((host) => [host, assignments])), where: nowhere }
}
