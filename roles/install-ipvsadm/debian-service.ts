import { file, line, type Resources, service } from 'lbprov'

const settings = '/etc/default/ipvsadm'

/**
 * Debian: the boot script starts whatever is set, but acts only with AUTO="true": then start flushes the table and loads
 * /etc/ipvsadm.rules, and stop flushes. With "false" neither touches the table, so keepalived's is safe from both.
 */
export function debianService(rules: readonly string[] | null): Resources {
  const auto = line(settings, { match: '^AUTO=', line: `AUTO="${rules !== null}"` })
  const daemon = line(settings, { match: '^DAEMON=', line: 'DAEMON="none"' })
  if (rules === null) return [auto, daemon]
  const content = ['# Written by lbprov from virtual_servers; edits are overwritten.', ...rules, ''].join('\n')
  const table = file('/etc/ipvsadm.rules', { content, mode: '0644', owner: 'root', group: 'root' })
  return [table, auto, daemon, service('ipvsadm', { running: true, enabled: true }, { refreshOn: [table, auto] })]
}
