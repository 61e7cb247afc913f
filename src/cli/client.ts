import { hostname } from 'node:os'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { whyNoClient } from '../lvs/verify/client.ts'
import { ConfigError } from '../model/errors.ts'
import { localConnection } from '../model/host.ts'
import { canonicalAddress } from '../model/ip-address.ts'
import type { Site } from '../model/play.ts'
import type { Client } from '../verify/clients.ts'

/** What says which clients look, and whether there must be one. */
export interface ClientFlags {
  readonly from?: string | readonly string[]
  /** Addresses that they connect from, each in turn. */
  readonly src?: readonly string[]
  readonly drill?: boolean
}

/** The first client that --from names; null: none. Throws ConfigError for one that sees nothing. */
export function clientOf(flags: ClientFlags, site: Site): Client | null {
  return clientsOf(flags, site)[0] ?? null
}

/** The clients that --from names, each with every address of --src. Throws ConfigError for one that sees nothing. */
export function clientsOf(flags: ClientFlags, site: Site): readonly Client[] {
  const names = [flags.from ?? []].flat()
  const sources = (flags.src ?? []).map(addressOf)
  if (names.length === 0 && flags.drill)
    throw misuse('--drill', 'a drill measures what a client notices', 'add --from HOST, or --from local')
  if (names.length === 0 && sources.length > 0)
    throw misuse('--src', 'it is an address of a client', 'add --from HOST, or --from local')
  return names.flatMap((name) => {
    const client = namedClient(name, site)
    refuseMember(client, site)
    if (sources.length === 0) return [client]
    return sources.map((source) => ({ ...client, name: `${client.name} (${source})`, source }))
  })
}

function addressOf(text: string): string {
  const address = canonicalAddress(text)
  if (address === null)
    throw misuse('--src', `${JSON.stringify(text)} is no address`, 'expected one that the client has: 203.0.113.9')
  return address
}

function refuseMember(client: Client, site: Site): void {
  const local = site.inventory.hosts.filter(({ connection }) => connection.transport === 'local')
  const names = client.connection === localConnection ? local.map(({ name }) => name) : [client.name]
  const scenes = scenesOf(site)
  const why = names.map((name) => whyNoClient(name, scenes)).find((one) => one !== null)
  if (why) throw misuse('--from', why, 'give a host that is no part of the cluster, or local for this machine')
}

function namedClient(from: string, site: Site): Client {
  if (from === 'local') return { name: hostname(), connection: localConnection }
  const host = site.inventory.host(from)
  const names = site.inventory.hosts.map(({ name }) => name).join(', ')
  if (!host) throw misuse('--from', `${from} is no host of the inventory`, `it has ${names}; local is this machine`)
  return { name: from, connection: host.connection }
}

function misuse(option: string, message: string, hint: string): ConfigError {
  return new ConfigError([{ message: `${option}: ${message}`, hint }])
}
