import type { Cluster } from './cluster.ts'
import { type Node, print } from './keepalived/block.ts'
import { instanceBlock } from './keepalived/instance.ts'
import { virtualServerBlock } from './keepalived/virtual-server.ts'
import { atLeast } from './version.ts'

/** A host that runs keepalived for the cluster. */
export interface Director {
  readonly name: string
  /** Its own address, from which unicast adverts come. Null: not known. */
  readonly address: string | null
  /** 1 to 254; what an instance says for this director goes first. */
  readonly priority: number
  /** Addresses of the other directors, for unicast. */
  readonly peers: readonly string[]
}

/** keepalived.conf of that director for that version of keepalived. Same input, same text, to the byte. */
export function keepalivedConf(cluster: Cluster, director: Director, version: string): string {
  return print([
    '# Written by lbprov from vrrp_instances and virtual_servers; edits are overwritten.',
    { head: 'global_defs', body: globalWords(cluster, director, version) },
    ...cluster.instances.map((instance) => instanceBlock(instance, director, version)),
    ...cluster.services.map((service) => virtualServerBlock(service, version)),
  ])
}

/** Finds the secrets of a keepalived.conf: the first group is never to be shown. */
export const secretsOfKeepalivedConf = /^[ \t]*auth_pass[ \t]+(\S+)[ \t]*$/gm

/** Without script security 2.2.7 fails its own test as soon as there is a program to run (status 6). */
function globalWords({ services }: Cluster, { name }: Director, version: string): readonly Node[] {
  const runsPrograms = services.some(({ checker }) => checker?.name === 'MISC_CHECK') && atLeast(version, '1.3.0')
  return [`router_id ${name}`, ...(runsPrograms ? ['enable_script_security', 'script_user root'] : [])]
}
