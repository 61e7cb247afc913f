import type { Secret } from '../shell/script.ts'
import type { Held } from './held.ts'
import type { SourcePosition } from './position.ts'
import type { SshOption } from './ssh-words.ts'

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
  /** More keys of files, tried after `privateKeyFile`. */
  readonly identityFiles?: readonly string[] | undefined
  readonly certificateFiles?: readonly string[] | undefined
  /** Of the agent, only keys that a file names, too. */
  readonly identitiesOnly?: boolean | undefined
  /** The socket of the agent; empty: none is asked; left out: SSH_AUTH_SOCK. */
  readonly agent?: string | undefined
  /** Ways to log in that may be tried: publickey, password, keyboard-interactive. Left out: all. */
  readonly methods?: readonly string[] | undefined
  /** The name to look for in known_hosts instead of the address. */
  readonly hostKeyAlias?: string | undefined
  /** Addresses of one family only. */
  readonly family?: 4 | 6 | undefined
  /** Why only ssh itself can get in: `BindAddress 10.0.0.1`. */
  readonly sshOnly?: string | undefined
  /** What ssh's configuration has put in the place of what was here, and where it stands: for messages. */
  readonly configured?: string | undefined
  /** What is said of the host in words of ssh. Left out: its configuration is not asked. */
  readonly ssh?: SshAsked | undefined
}

/** How ssh is asked about a host. */
export interface SshAsked {
  /** In order: of one keyword the first counts, of files of keys all do. */
  readonly options: readonly SshOption[]
  /** The name that ssh's configuration is asked for, where that is no longer the address. */
  readonly name?: string | undefined
  /** Instead of the usual two: -F. */
  readonly file?: string | undefined
  /** What is settled: neither options nor ssh's configuration are asked for it. */
  readonly given: readonly Settled[]
}

/** What the inventory or the command line may say over ssh's configuration. */
export type Settled =
  | 'port'
  | 'user'
  | 'jump'
  | 'hostKeyChecking'
  | 'knownHostsFiles'
  | 'connectTimeout'
  | 'loginTimeout'

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
