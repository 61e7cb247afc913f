import { type Facts, majorRelease } from '../../model/facts.ts'
import type { Cluster } from './cluster.ts'
import type { RealServer } from './service.ts'

/** Whether the host's SELinux confines keepalived: the policy of CentOS 7 and newer has a domain for it, that of CentOS 6 has none. */
export function confinesKeepalived(facts: Facts): boolean {
  return facts.selinux === 'enforcing' && facts.family === 'rhel' && majorRelease(facts) >= 7
}

/**
 * Whether keepalived connects to a TCP port, or from one, that the policy lets it only where the boolean
 * keepalived_connect_any is on (keepalived.te of selinux-policy).
 */
export function needsConnectAny({ services, words }: Cluster): boolean {
  const [, mailPort] = /^\S+ (\d+)$/.exec(words.global_defs?.smtp_server ?? '') ?? []
  return (
    services.flatMap(({ realServers }) => realServers).some(checkedElsewhere) ||
    (mailPort !== undefined && !isLet(Number(mailPort)))
  )
}

const byTcp = ['TCP_CHECK', 'HTTP_GET', 'SSL_GET', 'SMTP_CHECK']

function checkedElsewhere({ checkers, port }: RealServer): boolean {
  return checkers
    .filter(({ name }) => byTcp.includes(name))
    .some(({ words }) => words.bind_port !== undefined || !isLet(words.connect_port ?? port))
}

/** The ports of http, smtp, mysqld, snmp, squid and agentx in corenetwork.te of the same policy. */
const ports = new Set([
  ...[80, 81, 443, 488, 8008, 8009, 8443, 9000, 25, 465, 587, 1186, 3306, 161, 162, 199, 1161, 3128, 3401, 4827, 705],
])

const isLet = (port: number) => ports.has(port) || (port >= 63132 && port <= 63164)
