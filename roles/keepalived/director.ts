import {
  defineRole,
  directory,
  type Facts,
  file,
  ipvsService,
  keepalivedProcess,
  pkg,
  type Resource,
  selinux,
  service,
  syncDaemon,
  virtualAddress,
} from 'lbprov'
import {
  type Cluster,
  clusterFor,
  clusterVariables,
  confinesKeepalived,
  directorFor,
  keepalivedFor,
  needsConnectAny,
  type Part,
  tableOf,
  virtualAddresses,
  vrrpInstances,
} from 'lbprov/lvs'
import { opening, openings, serviceOpenings } from '../shared/openings.ts'
import { scriptFilesParam } from '../shared/params.ts'
import { configuration } from './configuration.ts'
import { optionsLine, restartForOptions } from './options.ts'
import { scriptTest } from './script-test.ts'
import { scripts } from './scripts.ts'

const path = '/etc/keepalived/keepalived.conf'
const dropIns = '/etc/systemd/system/keepalived.service.d'

/** keepalived as one director of a cluster; master and backup differ in the priority alone, and in which of them lint wants one of. */
export function director({ priority, master }: { readonly priority: number; readonly master: boolean }) {
  return defineRole({
    candidates: ['keepalived'],
    params: paramsWith(priority),
    part: (params): Part => ({
      cluster: params,
      director: { priority: params.priority, group: params.director_group, master },
    }),
    resources({ host, params, facts, inventory }) {
      const cluster = clusterFor(host, inventory, params)
      const self = directorFor(host, inventory, params.priority, params.director_group)
      const { content, version } = keepalivedFor(cluster, self, host, facts)
      const conf = configuration(content, version, host.name, scriptTest(cluster, version))
      const online = afterNetwork(facts)
      // The packaged sample has addresses of its own: the file first, then enable and start.
      const daemon = service(
        'keepalived',
        { running: true, enabled: true },
        {
          refreshOn: [conf],
          onRefresh: 'reload',
          configuration: path,
          pidFile: '/var/run/keepalived.pid',
        },
      )
      // Without them both directors become master, and IPVS sees no packet.
      const open = [openings(ownTraffic(cluster, facts), facts), serviceOpenings(cluster, facts)]
      const run = scripts(cluster, version, params.script_files)
      const { keepalived_options: options } = params
      const process = keepalivedProcess({ configuration: path })
      // Behind the package, which may bring the policy's module, and before the first check.
      const checks =
        confinesKeepalived(facts) && needsConnectAny(cluster) ? selinux('keepalived_connect_any', { on: true }) : []
      const started = [optionsLine(options, facts), restartForOptions(options, facts), process, conf, daemon]
      return [pkg('keepalived', { installed: true }), open, online, run, checks, started, kernelState(cluster, version)]
    },
  })
}

/** The cluster, and what is a director's own; `priority`: its default. */
function paramsWith(priority: number) {
  return {
    ...clusterVariables,
    vrrp_instances: vrrpInstances,
    priority: {
      type: 'integer',
      minimum: 1,
      maximum: 254,
      default: priority,
      description:
        "Of the directors that are up the one with the highest priority is master. Default 100 with keepalived-master, 98 with keepalived-backup. An instance's own priority for this host goes first.",
    },
    director_group: {
      type: 'string',
      default: 'directors',
      description:
        'Group of the inventory with every director of the cluster; unicast takes the peers from it. Default directors.',
    },
    script_files: scriptFilesParam,
  } as const
}

/** What directors tell each other: adverts, with auth_type AH as IPsec AH, and, with the sync daemon, connections. */
function ownTraffic({ instances, words }: Cluster, facts: Facts): readonly string[] {
  const daemon = words.lvs_sync_daemon
  const six = instances.some(({ family }) => family === 6)
  const ah = instances.some(({ words }) => words.authentication?.auth_type === 'AH')
  return [
    'vrrp',
    ...(ah ? ['ah'] : []),
    ...(six ? [opening('vrrp', '::', facts)] : []),
    ...(daemon ? [`${daemon.port ?? 8848}/udp`] : []),
  ]
}

/** keepalived does not look after what others change in the kernel. */
function kernelState(cluster: Cluster, version: string): readonly Resource[] {
  return [
    ...virtualAddresses(cluster).map(({ cidr, instance }) =>
      virtualAddress(cidr.address, { instance: instance.name, prefix: cidr.prefix }),
    ),
    ...(cluster.words.lvs_sync_daemon ? [syncDaemon()] : []),
    ...tableOf(cluster, version).map(({ key, ...state }) => ipvsService(key, state)),
  ]
}

/** EL7: the unit waits for the network without asking for it, and keepalived finds no address at boot. Debian's unit asks. */
function afterNetwork({ family, init }: Facts): readonly Resource[] {
  if (family !== 'rhel' || init !== 'systemd') return []
  const content = `# Written by lbprov; edits are overwritten.
[Unit]
Wants=network-online.target
After=network-online.target
`
  const owned = { owner: 'root', group: 'root' }
  return [
    directory(dropIns, { mode: '0755', ...owned }),
    file(`${dropIns}/10-lbprov.conf`, { content, mode: '0644', ...owned }),
  ]
}
