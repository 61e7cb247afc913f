import type { Connection } from '../../model/host.ts'
import type { Problems } from '../text/problems.ts'
import { shown, textOf } from '../text/variable.ts'
import { connectionVariables } from './connection-words.ts'
import { type JumpName, optionsIn, type SshOptions } from './jump-words.ts'
import type { KnownHost } from './known-host.ts'

/** What is needed to enter jump hosts. */
export interface Jumping {
  /** The host behind them, and its connection without them. */
  readonly host: KnownHost
  readonly own: Connection
  readonly jumps: readonly JumpName[]
  /** Who logs in to a jump host that is not in the inventory. */
  readonly user: string
  /** The connection of a host of the inventory; undefined: it is not in it. */
  readonly known: (name: string) => Connection | undefined
  readonly problems: Problems
}

/** The jump host of a host, in front of it perhaps another one; undefined: it is entered directly, as a host is that all go through. */
export function jumpHostOf(jumping: Jumping): Connection | undefined {
  return through(
    jumping.jumps.filter(({ host }) => host !== jumping.host.name),
    jumping,
  )
}

/** What a host's variables say as options of ssh. */
export function sshOptionsOf(host: KnownHost, problems: Problems): SshOptions {
  const given = connectionVariables.arguments.flatMap((name) => optionsOf(name, host, problems) ?? [])
  return {
    jumps: given.findLast(({ jumps }) => jumps.length > 0)?.jumps ?? [],
    sha1: given.some(({ sha1 }) => sha1),
  }
}

function optionsOf(name: string, host: KnownHost, problems: Problems): SshOptions | undefined {
  const variable = host.variable(name)
  if (variable?.value == null) return undefined
  const options = typeof variable.value === 'string' ? optionsIn(variable.value) : null
  if (options) return options
  const message = `${name} may name jump hosts only (-J gate, -o ProxyJump=gate), but is ${shown(variable.value)}`
  problems.add(variable.locate(), message, hintFor(textOf(variable.value)))
  return undefined
}

function hintFor(options: string): string {
  if (/StrictHostKeyChecking[= ]no/i.test(options)) return 'Write host_key_checking: off (or accept-new) instead.'
  if (/Algorithms|KeyTypes|MACs|Ciphers/i.test(options))
    return 'Of algorithms, those with SHA-1 may be added: -o HostKeyAlgorithms=+ssh-rsa, or ssh_sha1: true.'
  return 'Write ansible_host, ansible_port, ansible_user, ansible_ssh_private_key_file, ansible_timeout or host_key_checking instead.'
}

/** Outermost first. One of the inventory is entered as its own variables say, another one as the host behind it, by name and key. */
function through(names: readonly JumpName[], jumping: Jumping): Connection | undefined {
  const name = names.at(-1)
  if (!name) return undefined
  const listed = jumping.known(name.host)
  const { user = listed?.user ?? jumping.user, port = listed?.port ?? 22 } = name
  const before = through(names.slice(0, -1), jumping) ?? listed?.jump
  const { password, becomePassword, sha1, ...own } = jumping.own
  const stranger = { ...own, address: name.host, become: false, becomeUser: 'root' }
  return { ...(listed ?? stranger), user, port, jump: before }
}
