import { writtenWeight } from '../cluster/held.ts'
import type { RealServer, Service } from '../cluster/service.ts'
import { between } from '../language/version.ts'

/** 2.0.0 to 2.0.15 reject 0 and take 1; 2.1.x programs 1 (EL8, Debian 11). */
export function takesWeightZero(version: string): boolean {
  return !between(version, '2.0.0', '2.0.16') && !between(version, '2.1.0', '2.2.0')
}

/**
 * Whether keepalived.conf can say that servers of the service are drained. Where it can't, the kernel's table alone says so, and
 * keepalived puts back the weight with a server that its checks take out and in again. It complains of a quorum above the sum of
 * weights, and closes the service below it.
 */
export function drainsInConf({ words, realServers }: Service, version: string): boolean {
  const left = realServers.reduce((sum, { weight }) => sum + weight, 0)
  return takesWeightZero(version) && left >= (words.quorum ?? 1)
}

/** The weight of a server in keepalived.conf. */
export function confWeight(server: RealServer, service: Service, version: string): number {
  return server.drained && !drainsInConf(service, version) ? writtenWeight(server) : server.weight
}
