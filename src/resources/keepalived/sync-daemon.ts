import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { object } from '../../model/type.ts'
import { sh } from '../../shell/script.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'

type Desired = Readonly<Record<string, never>>

const checkCall = callOf(
  'sync-daemon',
  ['the name', { expected: 'ipvs', accepts: (name): name is string => name === 'ipvs' }],
  object({}),
)

/**
 * The kernel's daemon that tells other directors of connections. keepalived starts it, and lets it run on when `lvs_sync_daemon` is taken out of its
 * configuration: what is no longer declared is stopped.
 */
export function syncDaemon(meta: Meta = {}): Resource {
  checkCall('ipvs', {}, meta)
  return declare(syncDaemonKind, 'ipvs', {}, null, meta)
}

export const syncDaemonKind: Kind<Desired, null> = {
  name: 'sync-daemon',
  bearsOnPackages: () => false,
  providers: [
    {
      name: 'ipvsadm',
      probe: () => sh`
        command -v ipvsadm >/dev/null 2>&1 || return 0
        if ipvsadm -L --daemon 2>/dev/null | grep -q 'sync daemon'; then put running true; fi
      `,
      apply: ({ desired }) =>
        desired === null
          ? sh`for lb_state in master backup; do ipvsadm --stop-daemon $lb_state 2>/dev/null || :; done`
          : sh`:`,
    },
  ],
  leftovers: { take: () => declare(syncDaemonKind, 'ipvs', null, null) },
}
