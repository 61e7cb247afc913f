/** What of a cluster there is beside the master. */
interface Groups {
  readonly backups: boolean
  readonly realServers: boolean
  /** There is a virtual server. */
  readonly balances: boolean
}

/** Plays for the groups that there are, with the roles that have something to do. */
export function playbookText({ backups, realServers, balances }: Groups): string {
  const director = (role: string) => `[${[...(balances ? ['install-ipvsadm'] : []), 'director-vip', role].join(', ')}]`
  const order = [
    ...(realServers
      ? ['Real servers first: none may still answer ARP for the virtual address when a director begins to send to it.']
      : []),
    ...(backups ? ['Backups one by one, and before the master: it is not touched when one of them fails.'] : []),
  ]
  const plays = [
    ...(realServers ? [['real servers', 'hosts: realservers', 'roles: [realserver-arp]']] : []),
    ...(backups ? [['backup directors', 'hosts: backup', 'serial: 1', `roles: ${director('keepalived-backup')}`]] : []),
    ['master director', 'hosts: master', `roles: ${director('keepalived-master')}`],
  ]
  const text = plays.map(([name, ...lines]) => [`- name: ${name}`, ...lines.map((line) => `  ${line}`)].join('\n'))
  return `${order.map((line) => `# ${line}\n`).join('')}${text.join('\n\n')}\n`
}
