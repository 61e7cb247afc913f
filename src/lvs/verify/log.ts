import type { Sights } from './sight.ts'

/** Where keepalived of these hosts says why: the journal or, under SysV init (EL6), the log of the system. */
export function keepalivedLog(names: readonly string[], { hosts }: Sights): string {
  const [journal, log] = ['journalctl -u keepalived -n 50', 'grep Keepalived /var/log/messages']
  const old = names.filter((name) => hosts.get(name)?.sysv)
  if (old.length === 0) return journal
  return old.length === names.length ? log : `${journal} (${old.join(', ')}: ${log})`
}
