import type { FromSchema } from '../../model/schema.ts'
import { bfdInstance } from './bfd.ts'
import { propertiesOf } from './entry.ts'
import { globalDefs } from './global-defs.ts'
import { keepalivedOptions } from './keepalived-options.ts'
import { staticWords } from './static.ts'
import { syncDaemon } from './sync-daemon.ts'
import { syncGroup } from './sync-group.ts'
import { asName } from './text.ts'
import { trackFile } from './track-file.ts'
import { trackProcess } from './track-process.ts'
import { virtualServers } from './virtual-server.ts'
import { virtualServerGroups } from './virtual-server-group.ts'
import { vrrpInstances } from './vrrp-instance.ts'
import { vrrpScript } from './vrrp-script.ts'

/** Name to definition; none by default. */
function byName<const S>(definition: S, description: string) {
  return { type: 'object', propertyNames: asName, additionalProperties: definition, default: {}, description } as const
}

/** The variables that describe a cluster beside vrrp_instances and virtual_servers, each left out when there is nothing to say. */
export const furtherVariables = {
  global_defs: { ...globalDefs, default: {} },
  vrrp_sync_groups: byName(syncGroup, 'Groups of VRRP instances that fail over together, by name.'),
  vrrp_scripts: byName(vrrpScript, 'Programs that track_script names, by name.'),
  track_processes: byName(trackProcess, 'Processes that track_process names, by name. keepalived 2.0.11 or newer.'),
  track_files: byName(trackFile, 'Files that track_file and FILE_CHECK name, by name. keepalived 2.0.0 or newer.'),
  bfd_instances: byName(
    bfdInstance,
    'BFD sessions that track_bfd and BFD_CHECK name, by name. keepalived 2.0.0 or newer.',
  ),
  virtual_server_groups: { ...virtualServerGroups, default: {} },
  lvs_sync_daemon: {
    anyOf: [syncDaemon, { type: 'null' }],
    default: null,
    description: syncDaemon.description,
  },
  ...propertiesOf(staticWords),
  keepalived_options: keepalivedOptions,
} as const

/** Every variable that describes a cluster, as a role's params. A director needs vrrp_instances, a real server virtual_servers. */
export const clusterVariables: ClusterVariables = {
  vrrp_instances: { ...vrrpInstances, default: {} },
  virtual_servers: { ...virtualServers, default: [] },
  ...furtherVariables,
}

/** The schemas of the variables by name; written out, so that declarations name the parts. */
export type ClusterVariables = typeof furtherVariables & {
  readonly vrrp_instances: Optional<typeof vrrpInstances>
  readonly virtual_servers: Optional<typeof virtualServers>
}
type Optional<S> = S & { readonly default: object }

/** The variables as YAML holds them, checked against their schemas; which of them there are depends on the host's roles. */
export type ClusterData = {
  readonly [K in keyof typeof clusterVariables]?: FromSchema<(typeof clusterVariables)[K]> | undefined
}
