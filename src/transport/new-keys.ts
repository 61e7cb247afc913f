import type { Connection, Host } from '../model/host.ts'
import { shakeHands } from './handshake.ts'
import { type HostKeyCheck, hostKeyCheck } from './host-key.ts'
import { fingerprint, keyType } from './known-hosts.ts'
import { wayTo } from './ssh.ts'
import { asConfigured } from './ssh-config.ts'
import { inHandshakes } from './turn.ts'
import { enter, turnOf, type Visit } from './visit.ts'

/** The key of a host of which none is known. */
export interface NewKey {
  /** As in known_hosts. */
  readonly name: string
  /** Who has it in the inventory; none is a jump host. */
  readonly hosts: readonly string[]
  readonly type: string
  /** `SHA256:…` */
  readonly fingerprint: string
  /** The file that it would be written to. */
  readonly file: string
  /** Writes it down. Throws ConnectError where it can't be. */
  keep(): Promise<void>
}

/**
 * Asks hosts of which no key is known, and whose keys are checked, for theirs; nothing but that is said to them. Those behind a jump
 * host that is itself not known are left out, as is one that does not answer: ask again when what came is kept.
 */
export async function newKeysOf(hosts: readonly Entered[]): Promise<readonly NewKey[]> {
  const ways = await Promise.all(hosts.map(({ connection }) => asConfigured(connection).catch(() => undefined)))
  const steps = ways.flatMap((way) => (way ? wholeWay(way) : [])).filter(({ sshOnly }) => sshOnly === undefined)
  const each = new Map(steps.filter(isNew).map((step) => [nameOf(step), step]))
  const names = Map.groupBy(hosts, (_, i) => ways[i] && nameOf(ways[i]))
  const reachable = [...each].filter(([, step]) => !wholeWay(step).slice(0, -1).some(isNew))
  const found = await Promise.all(
    reachable.map(([name, step]) => keyOf(step, names.get(name)?.map((host) => host.name) ?? [])),
  )
  return found.flatMap((key) => key ?? [])
}

type Entered = Pick<Host, 'name' | 'connection'>

/** The jump hosts of a way, outermost first, and the host. */
const wholeWay = (connection: Connection): readonly Connection[] =>
  connection.jump ? [...wholeWay(connection.jump), connection] : [connection]

const nameOf = (connection: Connection) => JSON.stringify([hostKeyCheck(connection).name, connection.knownHostsFiles])

function isNew(connection: Connection): boolean {
  try {
    return connection.hostKeyChecking === 'strict' && hostKeyCheck(connection).isNew
  } catch {
    return false
  }
}

async function keyOf(connection: Connection, hosts: readonly string[]): Promise<NewKey | undefined> {
  const check = hostKeyCheck({ ...connection, hostKeyChecking: 'accept-new' })
  const [file] = connection.knownHostsFiles
  if (file === undefined) return undefined
  const nobody = { logins: [], leftOut: [], forSsh: [] }
  const key = await enter(
    connection,
    nobody,
    () => {},
    (visit) => shown(visit, check),
  ).catch(() => undefined)
  if (!key) return undefined
  const { name, remember } = check
  return { name, hosts, type: keyType(key), fingerprint: fingerprint(key), file, keep: remember }
}

/** The key that a host shows and has proven to have; the connection is closed then. */
async function shown(visit: Visit, check: HostKeyCheck): Promise<Buffer> {
  let key: Buffer | undefined
  const hostKey: HostKeyCheck = {
    ...check,
    judge: (seen) => {
      key = Buffer.from(seen)
      return check.judge(seen)
    },
    // Before the first login is tried, and after the key's signature was verified.
    remember: async () => {
      throw new Error('seen')
    },
  }
  const way = await wayTo(visit)
  try {
    await inHandshakes(turnOf(visit, 'agreeing on keys'), () => shakeHands(way, { ...visit, hostKey }))
  } catch (error) {
    if ((error as Error).message !== 'seen' || !key) throw error
  }
  return key!
}
