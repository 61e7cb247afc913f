import { directory, file, type Resources, user } from 'lbprov'
import { atLeast, type Cluster, defaultScriptUser, runsScripts } from 'lbprov/lvs'

const root = { owner: 'root', group: 'root' }

const isKeepaliveds = /^\/(usr\/libexec|etc)\/keepalived(\/|$)/

/**
 * The scripts that the cluster brings along, and the user that runs them. keepalived runs none that somebody else could
 * have written, so their folder is root's too; one that is none of keepalived's is left as it is. Before 1.3.0 it runs them as root.
 */
export function scripts(cluster: Cluster, version: string, files: Readonly<Record<string, string>>): Resources {
  const needsUser =
    runsScripts(cluster) && cluster.words.global_defs?.script_user === undefined && atLeast(version, '1.3.0')
  const folders = [...new Set(Object.keys(files).map((path) => path.slice(0, path.lastIndexOf('/'))))]
  return [
    needsUser ? [user(defaultScriptUser, { system: true, shell: '/usr/sbin/nologin' })] : [],
    folders.map((folder) => directory(folder, isKeepaliveds.test(folder) ? { mode: '0755', ...root } : {})),
    Object.entries(files).map(([path, content]) => file(path, { content, mode: '0755', ...root })),
  ]
}
