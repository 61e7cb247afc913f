import type { Unseen } from '../cluster/hearing.ts'
import type { TableService } from '../table/ipvsadm.ts'

/** Adverts of one vrrp_instance, as keepalived counts them. */
export interface AdvertCount {
  readonly sent: number
  readonly received: number
  /** Refused, by keepalived's word for why: `Authentication Errors: Failure` to 3. */
  readonly refused: ReadonlyMap<string, number>
}

/** Counters of one entry of the IPVS table. */
export interface Traffic {
  readonly connections: number
  readonly packetsIn: number
  readonly packetsOut: number
  /** What schedulers go by that look at it: 256 for each active connection and 1 for each that is over. */
  readonly load?: number
}

/** What IPVS tells other directors of its connections with, or is told. */
export interface SyncDaemon {
  readonly state: 'master' | 'backup'
  readonly interface: string
  readonly syncid: number
}

/** Which packets get to an address and back unfragmented, in bytes. */
export interface Path {
  /** What the interface takes. */
  readonly most: number
  /** The largest that was tried with success; 0: no ping is answered. */
  readonly passed: number
  /** A router has said that larger ones do not. */
  readonly told: boolean
}

/** What was seen of one host, all of it within some seconds. */
export interface HostSight {
  readonly addresses: readonly { readonly interface: string; readonly cidr: string }[]
  readonly macs: ReadonlyMap<string, string>
  /** `192.168.1.225:80/TCP`; for every address `0.0.0.0:80/TCP` and `[::]:80/TCP`. */
  readonly listening: ReadonlySet<string> | Unseen
  readonly table: readonly TableService[] | Unseen
  /** By `-t 192.168.1.225:80`, and that followed by `-r 192.168.1.222:80`. */
  readonly traffic: ReadonlyMap<string, Traffic> | Unseen
  /** Those that run. */
  readonly syncDaemons: readonly SyncDaemon[] | Unseen
  /** What came and went while it was looked, by instance. */
  readonly adverts: ReadonlyMap<string, AdvertCount> | Unseen
  /** Addresses that adverts came from on the wire, by virtual router id. */
  readonly senders: ReadonlyMap<number, readonly string[]> | Unseen
  /** Rules of packet filters that drop packets or send them elsewhere, with their tool: `iptables -A INPUT -p 112 -j DROP`. */
  readonly barriers: readonly string[]
  /** The MTU of each interface. */
  readonly mtus?: ReadonlyMap<string, number>
  /** The gateway of its default route, by family. */
  readonly gateways?: ReadonlyMap<4 | 6, string>
  /** KiB that are free, by the place where its file system is mounted; of those that hold /etc, /tmp and /var. */
  readonly room?: ReadonlyMap<string, number>
  /** Connections that the packet filter keeps in mind, and how many it can; left out: it keeps none. */
  readonly conntrack?: { readonly count: number; readonly most: number } | undefined
  /** Of a director: whether keepalived runs, and which processes of it hang. */
  readonly keepalived?: { readonly runs: boolean; readonly hung: string }
  /** Of a director: the hardware addresses that it takes others to have. */
  readonly neighbours?: ReadonlyMap<string, string>
  /** Of a director: the hardware addresses that answer for real servers of its own networks. */
  readonly answers?: ReadonlyMap<string, readonly string[]>
  /** Of a director: the status that real servers answer with, by `192.168.1.222:80`, where a checker asks for a page; empty: no answer. */
  readonly statuses?: ReadonlyMap<string, string>
  /** Of a director: why it has no way to a real server, by address. */
  readonly noWay?: ReadonlyMap<string, string>
  /** Of a director: the ways to real servers, by address; left out: it has no ping. */
  readonly paths?: ReadonlyMap<string, Path> | undefined
  /** SysV init, and no systemd. */
  readonly sysv?: boolean
  /** Seconds ahead of this machine; what the connection took is allowed for. */
  readonly clockAhead: number | Unseen
}

/** Connections that a client tried. */
export interface Attempts {
  readonly made: number
  readonly failed: number
  /** HTTP answers by status, where one was asked for. */
  readonly statuses?: ReadonlyMap<number, number>
}

/** What a client saw. */
export interface ClientSight {
  /** Hardware addresses that answered, by virtual address. */
  readonly repliers: ReadonlyMap<string, { readonly macs: readonly string[]; readonly how: string } | Unseen>
  /** The address that it connects from, by virtual address. */
  readonly sources: ReadonlyMap<string, string>
  /** The hardware address that it took each virtual address to have, before it asked. */
  readonly cached?: ReadonlyMap<string, string>
  /** Connections made and failed, by `192.168.1.225:80`, `[2001:db8::225]:80`. */
  readonly connections: ReadonlyMap<string, Attempts | Unseen>
  /** By host that answers the client, the ways to the addresses that the client connects from. */
  readonly paths?: ReadonlyMap<string, ReadonlyMap<string, Path>>
  /** Traffic of each director before and after. */
  readonly traffic: ReadonlyMap<string, Turn | Unseen>
}

/** What a director counted before and after a client's connections. */
export interface Turn {
  readonly before: ReadonlyMap<string, Traffic>
  readonly after: ReadonlyMap<string, Traffic>
  /** Connections that nobody answers, `CLIENT VIRTUAL-ADDRESS:PORT SERVER-ADDRESS` to their number. */
  readonly unanswered?: ReadonlyMap<string, number>
}

export interface Sights {
  /** By host name; a host that is not there could not be entered. */
  readonly hosts: ReadonlyMap<string, HostSight>
  /** Null: no client was asked. */
  readonly client: ClientSight | null
  /** The director that is to be master whatever the priorities say. */
  readonly promoted?: string | undefined
  /** The run that mends what is seen on hosts; null where none of its steps of these kinds would change anything there. */
  readonly mend: (hosts: readonly string[], kinds: readonly string[]) => string | null
}
