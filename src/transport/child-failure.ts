import { ConnectError, type ConnectPhase } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { oneLine } from '../model/one-line.ts'
import { refusal } from './privilege.ts'
import { HungUp } from './tcp.ts'

/** How ssh ended before anybody was logged in. */
export interface ChildEnd {
  readonly exitCode: number | null
  /** The last of what it printed. */
  readonly said: string
}

const words: readonly (readonly [RegExp, ConnectPhase, hint: string])[] = [
  [/Could not resolve hostname/, 'resolve', 'Check the name, or give an address with ansible_host.'],
  [
    /Host key verification failed|host key is known|IDENTIFICATION HAS CHANGED/,
    'host-key',
    'Compare the fingerprint, then --accept-new-host-keys, or have the known_hosts file mended.',
  ],
  [
    /Permission denied|Too many authentication failures/,
    'authenticate',
    'ssh itself was started, without a password: it takes keys, certificates and tickets only.',
  ],
]

const otherHint = 'ssh itself was started for this host; try it by hand.'

/** What it means that ssh ended, or HungUp where sshd took nobody then. */
export function childFailure({ exitCode, said }: ChildEnd, connection: Connection): Error {
  if (exitCode !== 255)
    return refusal({ by: 'exit', exitCode, said }, { ...connection, become: false }, connection.user)
  const lines = said
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[@]+$/.test(line))
  const [, phase, hint] = words.find(([pattern]) => pattern.test(said)) ?? [undefined, 'connect' as const, otherHint]
  // Through a command it is not sshd that hung up.
  const isTurnedAway = phase === 'connect' && hungUp.test(said) && !/UNKNOWN port/.test(said)
  return isTurnedAway ? new HungUp(told(lines), told(lines)) : new ConnectError(phase, told(lines), hint)
}

const hungUp = /kex_exchange_identification|banner exchange.*(closed|reset)|Connection (closed|reset) by/

const told = (lines: readonly string[]) => oneLine(lines.slice(-3).join(' ') || 'ssh ended with 255')
