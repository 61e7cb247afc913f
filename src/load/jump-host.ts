import type { Connection } from '../model/host.ts'
import { connectionVariables } from './connection-words.ts'
import { type JumpName, jumpsIn } from './jump-words.ts'
import type { KnownHost } from './known-host.ts'
import type { Problems } from './problems.ts'
import { shown, textOf } from './variable.ts'

/** What is needed to enter jump hosts. */
export interface Jumping {
  /** The host behind them, and its connection without them. */
  readonly host: KnownHost
  readonly own: Connection
  /** Who logs in to a jump host that is not in the inventory. */
  readonly user: string
  /** The connection of a host of the inventory; undefined: it is not in it. */
  readonly known: (name: string) => Connection | undefined
  readonly problems: Problems
}

/** The jump host of a host, in front of it perhaps another one; undefined: it is entered directly, as a host is that all go through. */
export function jumpHostOf(jumping: Jumping): Connection | undefined {
  const given = connectionVariables.arguments.map((name) => namesIn(name, jumping))
  const names = given.findLast((list) => list.length > 0) ?? []
  return through(
    names.filter(({ host }) => host !== jumping.host.name),
    jumping,
  )
}

function namesIn(name: string, { host, problems }: Jumping): readonly JumpName[] {
  const variable = host.variable(name)
  if (variable?.value == null) return []
  const names = typeof variable.value === 'string' ? jumpsIn(variable.value) : null
  if (names) return names
  const hint = /StrictHostKeyChecking[= ]no/i.test(textOf(variable.value))
    ? 'Write host_key_checking: off (or accept-new) instead.'
    : 'Write ansible_host, ansible_port, ansible_user, ansible_ssh_private_key_file, ansible_timeout or host_key_checking instead.'
  problems.add(
    variable.locate(),
    `${name} may name jump hosts only (-J gate, -o ProxyJump=gate), but is ${shown(variable.value)}`,
    hint,
  )
  return []
}

/** Outermost first. One of the inventory is entered as its own variables say, another one as the host behind it, by name and key. */
function through(names: readonly JumpName[], jumping: Jumping): Connection | undefined {
  const name = names.at(-1)
  if (!name) return undefined
  const listed = jumping.known(name.host)
  const { user = listed?.user ?? jumping.user, port = listed?.port ?? 22 } = name
  const before = through(names.slice(0, -1), jumping) ?? listed?.jump
  const { password, becomePassword, ...own } = jumping.own
  const stranger = { ...own, address: name.host, become: false, becomeUser: 'root' }
  return { ...(listed ?? stranger), user, port, jump: before }
}
