import { hostname } from 'node:os'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { whyNoClient } from '../lvs/verify/client.ts'
import { ConfigError } from '../model/errors.ts'
import { localConnection } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import type { Client } from '../verify/verify.ts'

/** What says which client looks, and whether there must be one. */
export interface ClientFlags {
  readonly from?: string
  readonly drill?: boolean
}

/** The client that --from names; null: none. Throws ConfigError for one that sees nothing. */
export function clientOf(flags: ClientFlags, site: Site): Client | null {
  const client = namedClient(flags, site)
  const local = site.inventory.hosts.filter(({ connection }) => connection.transport === 'local')
  const names = client?.connection === localConnection ? local.map(({ name }) => name) : client ? [client.name] : []
  const scenes = scenesOf(site)
  const why = names.map((name) => whyNoClient(name, scenes)).find((one) => one !== null)
  if (why) throw misuse('--from', why, 'give a host that is no part of the cluster, or local for this machine')
  return client
}

function namedClient({ from, drill: wanted }: ClientFlags, site: Site): Client | null {
  if (from === undefined) {
    if (wanted) throw misuse('--drill', 'a drill measures what a client notices', 'add --from HOST, or --from local')
    return null
  }
  if (from === 'local') return { name: hostname(), connection: localConnection }
  const host = site.inventory.host(from)
  const names = site.inventory.hosts.map(({ name }) => name).join(', ')
  if (!host) throw misuse('--from', `${from} is no host of the inventory`, `it has ${names}; local is this machine`)
  return { name: from, connection: host.connection }
}

function misuse(option: string, message: string, hint: string): ConfigError {
  return new ConfigError([{ message: `${option}: ${message}`, hint }])
}
