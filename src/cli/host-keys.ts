import { ConfigError } from '../model/errors.ts'
import type { Connection, Host } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import type { NewKey } from '../transport/new-keys.ts'
import { confirmed, isTerminal } from './ask.ts'
import type { Out } from './out.ts'
import { type SiteFlags, siteFrom } from './site.ts'

/** On a terminal, unless `yes`: asks once whether the keys of all hosts of which none is known are theirs, and writes them down; nothing else has been said to the hosts by then. Throws ConfigError at no. */
export async function acceptHostKeys(hosts: Iterable<Host>, yes: boolean | undefined, out: Out): Promise<void> {
  const checked = [...hosts].filter(({ connection }) => isChecked(connection))
  const { CI, LBPROV_YES } = process.env
  if (yes || CI || LBPROV_YES || !isTerminal() || checked.length === 0) return
  const { newKeysOf } = await import('../transport/new-keys.ts')
  const asked = new Set<string>()
  // Behind jump hosts that were new there may be others.
  for (;;) {
    const keys = (await newKeysOf(checked)).filter(({ name }) => !asked.has(name))
    if (keys.length === 0) return
    out.stderr.write(out.clean(keyTable(keys)))
    if (!(await confirmed(out, question(keys)))) throw new ConfigError([refused])
    for (const { name, keep } of keys) {
      asked.add(name)
      await keep()
    }
  }
}

// With ssh's configuration a jump host may come in between.
const isChecked = ({ transport, hostKeyChecking, jump, ssh }: Connection): boolean =>
  transport === 'ssh' && (hostKeyChecking === 'strict' || ssh !== undefined || (jump !== undefined && isChecked(jump)))

const refused = {
  message: 'the host keys were not accepted: nothing was sent to any host',
  hint: 'compare the fingerprints, and run again',
}

/** A line a key, with the address where it is not the name. */
export function keyTable(keys: readonly Pick<NewKey, 'name' | 'hosts' | 'type' | 'fingerprint'>[]): string {
  const hasAddress = keys.some(({ name, hosts }) => ownerOf(hosts) !== name)
  const rows = [
    ['HOST', ...(hasAddress ? ['ADDRESS'] : []), 'TYPE', 'FINGERPRINT'],
    ...keys.map(({ name, hosts, type, fingerprint }) => [
      ownerOf(hosts),
      ...(hasAddress ? [name] : []),
      type,
      fingerprint,
    ]),
  ]
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  const lines = rows.map(
    (row) =>
      `${row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd()}\n`,
  )
  return `These hosts are not known yet. On a host, ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub says its fingerprint.\n\n${lines.join('')}\n`
}

/** One machine may be several hosts. */
function ownerOf(hosts: readonly string[]): string {
  if (hosts.length === 0) return '(jump host)'
  return `${hosts.slice(0, 3).join(', ')}${hosts.length > 3 ? `, … (${hosts.length})` : ''}`
}

function question(keys: readonly NewKey[]): string {
  const files = [...new Set(keys.map(({ file }) => file))].join(', ')
  return keys.length === 1
    ? `Is this its key? It is written to ${files}.`
    : `Are these their keys, all ${keys.length}? They are written to ${files}.`
}

/** The site as `siteFrom` loads it, the keys of new hosts among those to be entered accepted. Throws ConfigError. */
export async function siteToEnter(
  playbook: string,
  flags: SiteFlags & { readonly yes?: boolean },
  out: Out,
  whom: (site: Site) => Iterable<Host> = hostsOf,
): Promise<Site> {
  const site = await siteFrom(playbook, flags, out)
  await acceptHostKeys(whom(site), flags.yes, out)
  return site
}

/** Those that a run is for. */
export const hostsOf = ({ plays }: Pick<Site, 'plays'>): ReadonlySet<Host> =>
  new Set(plays.flatMap(({ assignments }) => [...assignments.keys()]))
