import { canonicalEndpoint, withoutMarkPort } from '../table/ipvsadm.ts'

/** How `ipvsadm -Ln` calls the protocols for which `ipvsadm -Sn` has flags. */
export const protocolFlags: ReadonlyMap<string, string> = new Map([
  ['TCP', '-t'],
  ['UDP', '-u'],
  ['SCTP', '--sctp-service'],
  ['FWM', '-f'],
])

/** What schedulers go by, from `ipvsadm -Ln`: `TCP  192.168.1.225:80 wrr`, `  -> 192.168.1.222:80  Route  1  0  5` (weight, active, inactive). Keys as `ipvsadm -Sn` has them. */
export function readLoads(text: string): ReadonlyMap<string, number> {
  const loads = new Map<string, number>()
  let service = ''
  for (const line of text.split('\n')) {
    const [first = '', second = '', third, ...rest] = line.trim().split(/\s+/)
    const flag = protocolFlags.get(first)
    if (flag) service = `${flag} ${flag === '-f' ? second : canonicalEndpoint(second)}${third === 'IPv6' ? ' -6' : ''}`
    const [, active, inactive] = rest.map(Number)
    if (first === '->' && active !== undefined && inactive !== undefined && !Number.isNaN(active + inactive))
      loads.set(`${service} -r ${withoutMarkPort(service, canonicalEndpoint(second))}`, 256 * active + inactive)
  }
  return loads
}
