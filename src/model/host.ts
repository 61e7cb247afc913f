import type { Secret } from '../shell/script.ts'
import type { Held } from './held.ts'
import type { SourcePosition } from './position.ts'

/** What is made of a host key that is not known: refused, noted and taken, or not looked at (`host_key_checking`). */
export type HostKeyPolicy = 'strict' | 'accept-new' | 'off'

/** How to enter a host. Times are in seconds. */
export interface Connection {
  readonly transport: 'ssh' | 'local'
  /** Name or address to connect to. */
  readonly address: string
  readonly port: number
  readonly user: string
  readonly privateKeyFile?: string | undefined
  readonly password?: Secret | undefined
  readonly become: boolean
  readonly becomeUser: string
  readonly becomePassword?: Secret | undefined
  readonly hostKeyChecking: HostKeyPolicy
  /** Algorithms with SHA-1: offered, refused, or (undefined) offered to servers that know nothing newer. */
  readonly sha1?: boolean | undefined
  /** In the order they are read; the first one is written to by accept-new. */
  readonly knownHostsFiles: readonly string[]
  /** For name and way. */
  readonly connectTimeout: number
  /** For all of it: name, way, keys and login. Left out: connectTimeout. */
  readonly loginTimeout?: number | undefined
  /** The jump host that the way leads through. */
  readonly jump?: Connection | undefined
}

/** This machine, as it is. */
export const localConnection: Connection = {
  transport: 'local',
  address: 'localhost',
  port: 22,
  user: '',
  become: false,
  becomeUser: 'root',
  hostKeyChecking: 'strict',
  knownHostsFiles: [],
  connectTimeout: 10,
}

/** A place inside a value: keys, and numbers of a list from 0. */
export type Path = readonly (string | number)[]

/** A machine of the inventory with every variable that holds for it, already merged. */
export interface Host {
  readonly name: string
  readonly groups: readonly string[]
  readonly vars: Readonly<Record<string, unknown>>
  /** Where a variable, or a place inside its value, was written. */
  readonly origin: (variable: string, path?: Path) => SourcePosition | undefined
  readonly connection: Connection
}

/** Everybody, whatever `--limit` says: cluster-wide data needs the whole inventory. */
export interface Inventory {
  readonly hosts: readonly Host[]
  /** Group name to the names of all its hosts, those of child groups included; has `all`. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly host: (name: string) => Host | undefined
  /** Left out: nothing is. */
  readonly held?: Held
}
