import type { Connection, Settled } from '../../model/host.ts'
import { settingsOf, type WayIn, withSettings } from '../../model/ssh-settings.ts'
import type { KnownHost } from './known-host.ts'

/** What is needed to enter jump hosts. */
export interface Jumping {
  /** The host behind them, and its connection without them. */
  readonly host: KnownHost
  readonly own: Connection
  readonly jumps: WayIn['jumps']
  /** Who logs in to a jump host that is not in the inventory, and whether that was said. */
  readonly user: string
  readonly userGiven: boolean
  /** The connection of a host of the inventory; undefined: it is not in it. */
  readonly known: (name: string) => Connection | undefined
}

/** The jump host of a host, in front of it perhaps another one; undefined: it is entered directly, as a host is that all go through. */
export function jumpHostOf(jumping: Jumping): Connection | undefined {
  return through(
    jumping.jumps.filter(({ host }) => host !== jumping.host.name),
    jumping,
  )
}

/** Outermost first. One of the inventory is entered as its own variables say, another one as the host behind it, by name and key. */
function through(names: WayIn['jumps'], jumping: Jumping): Connection | undefined {
  const name = names.at(-1)
  if (!name) return undefined
  const listed = jumping.known(name.host)
  const entered = listed ?? stranger(name, jumping)
  const { user = entered.user, port = entered.port } = name
  const named: Settled[] = (['user', 'port'] as const).filter((part) => name[part] !== undefined)
  const given = [...(entered.ssh?.given ?? []), ...named]
  const before = through(names.slice(0, -1), jumping) ?? listed?.jump
  return { ...entered, user, port, jump: before, ssh: entered.ssh && { ...entered.ssh, given } }
}

function stranger({ host, options = [] }: WayIn['jumps'][number], { own, user, userGiven }: Jumping): Connection {
  const { password, becomePassword, sha1, sshOnly, hostKeyAlias, methods, certificateFiles, ...kept } = own
  const given: Settled[] = (own.ssh?.given ?? []).filter(isShared)
  const ssh = { options, file: own.ssh?.file, given: userGiven ? [...given, 'user' as const] : given }
  const entered = { ...kept, address: host, port: 22, user, become: false, becomeUser: 'root', ssh }
  return withSettings(entered, settingsOf(options))
}

/** What holds for the jump host as for the host behind it. */
const isShared = (given: Settled) => !['port', 'user', 'jump'].includes(given)
