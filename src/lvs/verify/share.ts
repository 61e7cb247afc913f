import type { Service } from '../service.ts'

/** What one real server got. */
export interface Share {
  readonly name: string
  readonly weight: number
  readonly connections: number
}

/** Deal by turn, so shares follow the weights whatever the connections do. */
const byTurn = ['rr', 'wrr']
/** One client may well stay with one real server. */
const byClient = ['sh', 'dh', 'mh', 'lblc', 'lblcr', 'fo', 'ovf']

/** How far a share may be off: a tenth of all, and 2 in any case; others than the client use the service, too. */
export function shareFault(
  { scheduler, persistenceTimeout }: Pick<Service, 'scheduler' | 'persistenceTimeout'>,
  shares: readonly Share[],
  made: number,
): { readonly why: string; readonly deaf?: readonly string[] } | null {
  const total = shares.reduce((sum, { connections }) => sum + connections, 0)
  if (total < made) return { why: `only ${total} of the ${made} connections went through the table` }
  if (persistenceTimeout !== null || byClient.includes(scheduler)) return null
  const active = shares.filter(({ weight }) => weight > 0)
  const empty = active.filter(({ connections }) => connections === 0).map(({ name }) => name)
  if (empty.length > 0) return { why: `none for ${empty.join(', ')}`, deaf: empty }
  const weights = active.reduce((sum, { weight }) => sum + (scheduler === 'rr' ? 1 : weight), 0)
  const off = active.find(({ weight, connections }) => {
    const due = (total * (scheduler === 'rr' ? 1 : weight)) / weights
    return Math.abs(connections - due) > Math.max(2, total / 10)
  })
  return byTurn.includes(scheduler) && off
    ? { why: `${off.name} has another share than its weight ${off.weight} gives it` }
    : null
}
