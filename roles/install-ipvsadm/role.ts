import { defineRole, ipvsService, kernelModule, pkg } from 'lbprov'
import {
  type Cluster,
  clusterFor,
  clusterVariables,
  ipvsadmRules,
  type Part,
  schedulersOf,
  serviceSockets,
  tableOf,
  virtualServers,
} from 'lbprov/lvs'
import { staticParam } from '../shared/params.ts'
import { debianService } from './debian-service.ts'
import { redHatService } from './red-hat-service.ts'

/** The ipvsadm tool and the kernel modules; its own boot service off, unless the table is static. */
export default defineRole({
  params: { ...clusterVariables, virtual_servers: virtualServers, static: staticParam },
  part: (params): Part => ({ cluster: params, table: { static: params.static } }),
  resources({ host, params, facts, inventory }) {
    const cluster = clusterFor(host, inventory, params)
    const modules = ['ip_vs', ...schedulersOf(cluster).map((scheduler) => `ip_vs_${scheduler}`), ...helpers(cluster)]
    const rules = params.static ? ipvsadmRules(cluster) : null
    return [
      pkg('ipvsadm', { installed: true }),
      modules.map((name) => kernelModule(name, { loaded: true })),
      facts.family === 'debian' ? debianService(rules) : redHatService(rules, facts),
      params.static ? tableOf(cluster).map(({ key, ...state }) => ipvsService(key, state)) : [],
    ]
  },
})

/** SIP is told apart by a module of its own; FTP with NAT carries addresses in its commands. */
function helpers({ services }: Cluster): readonly string[] {
  const sip = services.some(({ words }) => words.persistence_engine === 'sip')
  const ftp = services.some(
    (service) =>
      serviceSockets(service).some(({ port }) => port === 21) &&
      service.realServers.some(({ forwarding }) => forwarding === 'NAT'),
  )
  return [...(sip ? ['ip_vs_pe_sip'] : []), ...(ftp ? ['ip_vs_ftp'] : [])]
}
