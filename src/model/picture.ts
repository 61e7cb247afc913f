/** Clusters as one draws them: what the variables say and, with `live`, what was seen. */
export interface Picture {
  readonly playbook: string
  readonly clusters: readonly ClusterPicture[]
  /** When hosts were looked at, ISO 8601; left out: they were not. */
  readonly lookedAt?: string | undefined
}

/** From the virtual addresses down to the real servers. */
export interface ClusterPicture {
  /** Names of its directors: `lb1, lb2`. */
  readonly name: string
  readonly directors: readonly DirectorPicture[]
  readonly instances: readonly InstancePicture[]
  readonly services: readonly ServicePicture[]
}

/** A host that balances. */
export interface DirectorPicture {
  readonly name: string
  readonly address: string | null
  readonly live?: DirectorLive | undefined
}

/** What one look at a director shows. */
export interface DirectorLive {
  /** Why it could not be looked at; null: it was. */
  readonly unseen: string | null
  /** In what its table differs from the model, an entry a line. */
  readonly differences: readonly string[]
  /** `master on em1, syncid 51`; null: none runs. */
  readonly syncDaemon: string | null
  /** When keepalived.conf was last written, ISO 8601, and which site of lbprov has the host on record. */
  readonly changedAt: string | null
  readonly owner: string | null
  /** The last run of lbprov that changed the host: since when, ISO 8601, and `anna@ops1`; null: none is on record. */
  readonly lastChange: { readonly at: string; readonly by: string } | null
}

/** A VRRP instance; in a cluster without keepalived there is none. */
export interface InstancePicture {
  readonly name: string
  readonly routerId: number
  /** `192.168.1.225/32`. */
  readonly addresses: readonly string[]
  /** By priority, the highest first. */
  readonly directors: readonly Standing[]
}

/** A director in an instance. */
export interface Standing {
  readonly name: string
  readonly priority: number | null
  /** Whether it is to be master while all are up. */
  readonly leads: boolean
  /** What it is; left out: nobody has looked. `unknown`: it could not be seen. */
  readonly state?: 'master' | 'backup' | 'fault' | 'unknown' | undefined
  /** Since when, as keepalived says it, ISO 8601. */
  readonly since?: string | undefined
  /** What a run made of it, or was found there. */
  readonly mark?: string | undefined
}

/** A virtual server. */
export interface ServicePicture {
  /** `192.168.1.225:80/TCP`. */
  readonly name: string
  /** The instance that has its address; null: none has. */
  readonly instance: string | null
  readonly scheduler: string
  readonly persistence: number | null
  readonly servers: readonly ServerPicture[]
  /** `192.168.1.250:80`; null: there is none. */
  readonly sorryServer: string | null
}

/** A real server of a virtual server. */
export interface ServerPicture {
  /** Its name in the inventory, or its address. */
  readonly name: string
  /** `192.168.1.222:80`. */
  readonly endpoint: string
  readonly weight: number
  readonly forwarding: 'DR' | 'NAT' | 'TUN'
  readonly checkers: readonly string[]
  /** `since … by … (why)`; null: it is not drained. */
  readonly drained: string | null
  /** As of a director. */
  readonly mark?: string | undefined
  readonly live?: ServerLive | undefined
}

/** What the director that has the addresses shows of a real server. */
export interface ServerLive {
  /** `out`: its check fails. `unknown`: no table was seen. */
  readonly state: 'up' | 'out' | 'drained' | 'unknown'
  readonly active: number
  readonly inactive: number
  /** Connections that it has been given since the table was made. */
  readonly connections: number
  /** New connections and bytes in a second, as the kernel measures them. */
  readonly connectionsPerSecond: number
  readonly bytesInPerSecond: number
  readonly bytesOutPerSecond: number
  /** What keepalived says of its check; null: nothing, or it is up. */
  readonly why: string | null
  /** What a look at the host itself shows; null: it is no host of the inventory. */
  readonly host: ServerHost | null
}

/** A real server as it sees itself. */
export interface ServerHost {
  /** Why it could not be looked at; null: it was. */
  readonly unseen: string | null
  /** What it lacks to serve: an address, silence about it, a socket. */
  readonly faults: readonly string[]
}
