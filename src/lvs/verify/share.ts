import type { Service } from '../cluster/service.ts'

/** What one real server got. */
export interface Share {
  readonly name: string
  readonly weight: number
  readonly connections: number
  readonly packetsIn: number
  /** Before the client came. */
  readonly load?: number
}

/** Deal by turn, so shares follow the weights whatever the connections do. */
const byTurn = ['rr', 'wrr']
/** Give to whoever has the least to do, so one that has had many may rightly get none. */
const byLoad = ['lc', 'wlc', 'sed', 'nq']
/** One client may well stay with one real server. */
const byClient = ['sh', 'dh', 'mh', 'lblc', 'lblcr', 'fo', 'ovf']

/** SYN, ACK, FIN, ACK: what a client sends at least for a connection that it makes and closes. */
const packetsOfOne = 4

/**
 * A port that the client uses again within two minutes is an old connection to IPVS with DR and TUN (conn_reuse_mode 1), which
 * counts its packets and no connection. So what is missing is known by the packets, to a tenth.
 */
function areMissing(shares: readonly Share[], made: number): boolean {
  const packets = shares.reduce((sum, { packetsIn }) => sum + packetsIn, 0)
  return packets < 0.9 * packetsOfOne * made
}

/** How far a share may be off: a tenth of all, and 2 in any case; others than the client use the service, too. */
export function shareFault(
  { scheduler, persistenceTimeout }: Pick<Service, 'scheduler' | 'persistenceTimeout'>,
  shares: readonly Share[],
  made: number,
): { readonly why: string; readonly deaf?: readonly string[] } | null {
  const total = shares.reduce((sum, { connections }) => sum + connections, 0)
  if (total < made && areMissing(shares, made))
    return { why: `only ${total} of the ${made} connections went through the table` }
  if (persistenceTimeout !== null || byClient.includes(scheduler)) return null
  const active = shares.filter(({ weight }) => weight > 0)
  const empty = active
    .filter((share) => share.connections === 0 && !(byLoad.includes(scheduler) && isBusy(share, active, total)))
    .map(({ name }) => name)
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

/** Whether it had more to do for its weight than one that got something had in the end. */
function isBusy({ load = 0, weight }: Share, all: readonly Share[], total: number): boolean {
  return all.some((other) => other.connections > 0 && load / weight >= ((other.load ?? 0) + total) / other.weight)
}
