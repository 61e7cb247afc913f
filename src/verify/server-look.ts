import type { Unseen } from '../lvs/cluster/hearing.ts'
import type { ServerLook } from '../lvs/picture/server-look.ts'
import { readIpAddr } from '../resources/facts/ip-addr.ts'
import { framed, type Transcript } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'
import { sockets } from './look.ts'
import { listeningIn } from './read.ts'

/** Asks a real server for what it serves with; changes nothing. */
export function serverScript(token: string): Script {
  const body = sh`
    attr addresses; ip -o addr show || :
    attr arp; cat /proc/sys/net/ipv4/conf/all/arp_ignore /proc/sys/net/ipv4/conf/all/arp_announce 2>/dev/null || :
    ${sockets}
  `
  return framed(token, [{ id: 'server', mode: 'look', body }])
}

/** What it was answered. */
export function readServer({ sections }: Transcript): ServerLook | Unseen {
  const values = sections.get('server')?.values ?? {}
  const addresses = readIpAddr(values.addresses ?? '').map(({ cidr }) => cidr.split('/')[0]!)
  if (addresses.length === 0) return { why: 'ip addr shows no address' }
  const [ignore = '', announce = ''] = (values.arp ?? '').trim().split(/\s+/)
  return { addresses: new Set(addresses), arp: { ignore, announce }, listening: listeningIn(values) }
}
