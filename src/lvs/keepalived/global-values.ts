import type { Cluster } from '../cluster/cluster.ts'
import type { Finding } from '../cluster/finding.ts'
import { atLeast, between } from '../language/version.ts'
import { routeValues, ruleValues } from './line-values.ts'

/** Values, outside of one instance or virtual server, that the version has the word for and can't do (L26). */
export function globalValues(cluster: Cluster, version: string): readonly Finding[] {
  return [
    ...otherSyncId(cluster, version),
    ...mail(cluster, version),
    ...notifyArguments(cluster, version),
    ...staticLines(cluster, version),
  ].map((told) => ({ rule: 'L26', ...told }))
}

type Told = Omit<Finding, 'rule'>

function staticLines({ words: { static_routes, static_rules } }: Cluster, version: string): readonly Told[] {
  const lines = (word: 'static_routes' | 'static_rules', lines?: readonly string[]) => ({ word, lines, path: [] })
  return [
    ...routeValues(lines('static_routes', static_routes), version).map((told) => ({
      variable: 'static_routes',
      ...told,
    })),
    ...ruleValues(lines('static_rules', static_rules), version).map((told) => ({ variable: 'static_rules', ...told })),
  ]
}

/** EL6: the sync daemon's number is that of the instance. */
function otherSyncId({ words, instances }: Cluster, version: string): readonly Told[] {
  const daemon = words.lvs_sync_daemon
  const instance = instances.find(({ name }) => name === daemon?.instance)
  if (!daemon?.syncid || atLeast(version, '1.2.20') || instance?.words.virtual_router_id === daemon.syncid) return []
  return [
    {
      variable: 'lvs_sync_daemon',
      path: ['syncid'],
      message: `keepalived ${version} has no lvs_sync_daemon syncid: it takes the virtual_router_id`,
      hint: `leave it out, or write ${instance?.words.virtual_router_id}`,
    },
  ]
}

/**
 * 2.0.8 to 2.0.10 (EL8.0, Debian 10) free the name of the host twice where it is the one for HELO, and read it where
 * nothing has asked for it.
 */
function mail({ words: { global_defs = {} } }: Cluster, version: string): readonly Told[] {
  const { smtp_server, smtp_helo_name, notification_email_from } = global_defs
  if (smtp_server === undefined || !between(version, '2.0.8', '2.0.11')) return []
  if (smtp_helo_name !== undefined && notification_email_from === undefined) return []
  const word = smtp_helo_name === undefined ? 'smtp_server' : 'notification_email_from'
  return [
    {
      variable: 'global_defs',
      path: [word],
      message: `keepalived ${version} crashes with smtp_server, unless smtp_helo_name is given and notification_email_from is not`,
      hint: 'give smtp_helo_name and no notification_email_from, or use a release with a newer keepalived: 2.0.11',
    },
  ]
}

/** Before 2.0.0 (EL6, EL7) the whole line is looked for as one file, which is not there, and nothing says so. */
function notifyArguments({ words }: Cluster, version: string): readonly Told[] {
  if (atLeast(version, '2.0.0')) return []
  return (['vrrp_instances', 'vrrp_sync_groups'] as const).flatMap((variable) =>
    Object.entries(words[variable] ?? {})
      .filter(([, { notify }]) => notify?.trimEnd().includes(' '))
      .map(([name]) => ({
        variable,
        path: [name, 'notify'],
        message: `keepalived ${version} never runs a notify with arguments`,
        hint: 'leave the arguments out, or give notify_master, notify_backup and notify_fault, which may have some',
      })),
  )
}
