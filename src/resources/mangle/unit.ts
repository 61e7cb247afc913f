import type { Facts } from '../../model/facts.ts'

/** A chain of lbprov's own in iptables' table mangle, and the unit that fills it. */
export interface Chain {
  readonly name: string
  /** The chain of the kernel's that leads to it. */
  readonly hook: 'PREROUTING' | 'POSTROUTING'
  readonly unit: string
  /** What the unit says of itself. */
  readonly description: string
}

/** Rules of each family, as `iptables -S` tells them. */
export type Desired = { ipv4: string; ipv6: string; boot: boolean }
/** `firewall`: that of the host's facts, which may empty the table. */
export type FirewallMarksOptions = { readonly firewall: Facts['firewall'] }

/** The rule by which packets get there. */
export const jumpTo = ({ name, hook }: Chain): readonly string[] => [hook, '-j', name]
/** The program of each family. */
export const tools = { ipv4: 'iptables', ipv6: 'ip6tables' } as const
export const families = ['ipv4', 'ipv6'] as const

interface Command {
  readonly line: string
  /** It fails where there is nothing to do. */
  readonly mayFail: boolean
}

/** What fills the chain, whatever is there, or empties it. `lock`: the word by which iptables waits for others, where it has one. */
export function commandsOf(chain: Chain, desired: Desired, lock: '-w ' | '' = '-w '): readonly Command[] {
  return families.flatMap((family) => commands(chain, `/sbin/${tools[family]} ${lock}-t mangle`, desired[family]))
}

function commands(chain: Chain, mangle: string, rules: string): readonly Command[] {
  const { name } = chain
  const jump = jumpTo(chain).join(' ')
  const must = (words: string) => ({ line: `${mangle} ${words}`, mayFail: false })
  const may = (words: string) => ({ line: `${mangle} ${words}`, mayFail: true })
  if (rules === '') return [may(`-F ${name}`)]
  return [
    may(`-N ${name}`),
    must(`-F ${name}`),
    ...rules
      .split('\n')
      .filter((rule) => rule !== '')
      .map((rule) => must(`-A ${name} ${rule}`)),
    may(`-D ${jump}`),
    must(`-A ${jump}`),
  ]
}

/** The text of the unit. */
export function unitText(chain: Chain, desired: Desired, { firewall }: FirewallMarksOptions): string {
  const lines = commandsOf(chain, desired).map(({ line, mayFail }) => (mayFail ? `-${line}` : line))
  const firewalls =
    firewall === 'none' ? [] : [`${firewall}.service`, ...(firewall === 'iptables' ? ['ip6tables.service'] : [])]
  const follow =
    firewalls.length === 0
      ? []
      : ['After', 'PartOf', 'ReloadPropagatedFrom'].map((word) => `${word}=${firewalls.join(' ')}`)
  return [
    '# Written by lbprov; edits are overwritten.',
    '[Unit]',
    `Description=${chain.description}`,
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
