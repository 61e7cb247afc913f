import { directory, type Facts, file, type Resources, service } from 'lbprov'

const dropIns = '/etc/systemd/system/ipvsadm.service.d'

/** EL6: the script's start and stop both flush the table, stop takes ip_vs away besides, and its status is 0 whenever that is loaded: it is kept from the boot, nothing more. */
export function redHatService(rules: readonly string[] | null, { init }: Facts): Resources {
  if (init !== 'systemd') return rules === null ? [service('ipvsadm', { enabled: false })] : staticTable(rules)
  return [
    directory(dropIns, { mode: '0755', owner: 'root', group: 'root' }),
    stopOf(rules),
    rules === null ? service('ipvsadm', { running: false, enabled: false }) : staticTable(rules),
  ]
}

/**
 * EL7+: the unit's stop saves the live table over the rules file and flushes it. Without rules of ours that would take
 * keepalived's table away, with them it would undo a change of the rules: a restart would load the old table again.
 */
function stopOf(rules: readonly string[] | null) {
  const stop = rules === null ? [] : ['ExecStop=/sbin/ipvsadm -C']
  const content = ['# Written by lbprov; edits are overwritten.', '[Service]', 'ExecStop=', ...stop, ''].join('\n')
  return file(`${dropIns}/10-lbprov.conf`, { content, mode: '0644', owner: 'root', group: 'root' })
}

function staticTable(rules: readonly string[]): Resources {
  const content = `${rules.join('\n')}\n`
  const table = file('/etc/sysconfig/ipvsadm', { content, mode: '0600', owner: 'root', group: 'root' })
  return [table, service('ipvsadm', { running: true, enabled: true }, { refreshOn: [table] })]
}
