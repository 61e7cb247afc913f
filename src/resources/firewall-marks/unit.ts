import type { Facts } from '../../model/facts.ts'

/** Rules of each family, as `iptables -S` tells them. */
export type Desired = { ipv4: string; ipv6: string; boot: boolean }
/** `firewall`: that of the host's facts, which may empty the table. */
export type FirewallMarksOptions = { readonly firewall: Facts['firewall'] }

/** What holds our rules. */
export const chain = 'lbprov-marks'
/** The rule by which packets get there. */
export const jump = ['PREROUTING', '-j', chain]
/** The program of each family. */
export const tools = { ipv4: 'iptables', ipv6: 'ip6tables' } as const
export const families = ['ipv4', 'ipv6'] as const

/** What fills the chain of one family, whatever is there, or empties it. `-` lets a command of the unit fail. */
function commands(tool: string, rules: string): readonly string[] {
  const mangle = `/sbin/${tool} -w -t mangle`
  if (rules === '') return [`-${mangle} -F ${chain}`]
  return [
    `-${mangle} -N ${chain}`,
    `${mangle} -F ${chain}`,
    ...rules
      .split('\n')
      .filter((rule) => rule !== '')
      .map((rule) => `${mangle} -A ${chain} ${rule}`),
    `-${mangle} -D ${jump.join(' ')}`,
    `${mangle} -A ${jump.join(' ')}`,
  ]
}

/** The text of the unit. */
export function unit(desired: Desired, { firewall }: FirewallMarksOptions): string {
  const lines = families.flatMap((family) => commands(tools[family], desired[family]))
  const firewalls =
    firewall === 'none' ? [] : [`${firewall}.service`, ...(firewall === 'iptables' ? ['ip6tables.service'] : [])]
  const follow =
    firewalls.length === 0
      ? []
      : ['After', 'PartOf', 'ReloadPropagatedFrom'].map((word) => `${word}=${firewalls.join(' ')}`)
  return [
    '# Written by lbprov; edits are overwritten.',
    '[Unit]',
    'Description=Firewall marks of virtual services',
    ...follow,
    '',
    '[Service]',
    'Type=oneshot',
    'RemainAfterExit=yes',
    ...lines.map((line) => `ExecStart=${line}`),
    ...lines.map((line) => `ExecReload=${line}`),
    '',
    '[Install]',
    `WantedBy=${['multi-user.target', ...firewalls].join(' ')}`,
  ].join('\n')
}
