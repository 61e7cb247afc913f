import type { Duplex } from 'node:stream'
import type { Connection } from '../model/host.ts'
import { algorithmsFor, knowsOnlySha1, mayBeOld, offer } from './algorithms.ts'
import type { FastLogin } from './fast-login.ts'
import {
  asksMore,
  explain,
  explainClose,
  type Progress,
  passwordExpired,
  saysTooMuch,
  tooLate,
} from './handshake-error.ts'
import type { HostKeyCheck } from './host-key.ts'
import { hasten, offerByVersion, readyKeys } from './insides.ts'
import type { Login, Logins } from './login.ts'
import { answerer } from './prompts.ts'
import { type AnyAuthMethod, beginConnect, type Client, type ConnectConfig } from './ssh2.ts'
import type { OnEntryPhase } from './transport.ts'

/** What a handshake needs besides the way to the host. */
export interface Handshake {
  readonly connection: Connection
  readonly logins: Logins
  readonly hostKey: HostKeyCheck
  readonly giveUp: AbortSignal
  readonly onPhase: OnEntryPhase
  /** The first login is sent ahead, and it alone. */
  readonly fast?: FastWay | undefined
}

interface FastWay {
  readonly login: FastLogin
  /** Sends what goes behind it without waiting. */
  readonly behind: (client: Client) => void
  /** The host has said that it does not take the key. */
  readonly onRefused: () => void
}

// Of a server before the login: keys, and what it has to say to everybody. Some kilobytes as a rule.
const mostHeard = 1024 * 1024

/** Keys agreed, host key checked, logged in. Throws ConnectError, or HungUp; the way is then destroyed. */
export async function shakeHands(way: Duplex, handshake: Handshake): Promise<Client> {
  try {
    return await loggedIn(way, handshake)
  } catch (error) {
    way.destroy()
    throw error
  }
}

function loggedIn(way: Duplex, handshake: Handshake): Promise<Client> {
  const { promise, resolve, reject } = Promise.withResolvers<Client>()
  const progress: Progress = { ...handshake, keysAgreed: false, old: false, tried: [], accepts: [] }
  let heard = 0
  const hear = (chunk: Buffer) => {
    if (heard === 0) progress.greeting = greetingOf(chunk)
    heard += chunk.length
    if (heard > mostHeard) reject(saysTooMuch(progress, mostHeard))
  }
  way.on('data', hear)
  const onError = (error: Error) => isFinal(error) && reject(explain(error, progress))
  const client = beginConnect(configFor(way, handshake, progress, reject), onError)
  offerOld(client, handshake)
  if (handshake.fast) hasten(client, handshake.fast.login, () => handshake.fast!.behind(client))
  client.on('handshake', (agreed) => {
    readyKeys(client)
    progress.keysAgreed = true
    handshake.onPhase('logging in')
    progress.old = agreed.serverHostKey === 'ssh-rsa' || agreed.kex === 'diffie-hellman-group14-sha1'
  })
  client.on('change password', () => reject(passwordExpired(progress)))
  client.on('close', () => reject(explainClose(progress)))
  client.on('ready', () => resolve(client))
  const late = () => reject(tooLate(progress))
  handshake.giveUp.addEventListener('abort', late, { once: true })
  return promise.finally(() => {
    way.off('data', hear)
    handshake.giveUp.removeEventListener('abort', late)
  })
}

/** SHA-1 where nobody has said yes or no: to a server that is too old for more, as far as it is known. Its version is signed with its host key. */
function offerOld(client: Client, { connection, hostKey: { types } }: Handshake): void {
  if (connection.sha1 !== undefined || !mayBeOld(types)) return
  offerByVersion(client, (software) => (knowsOnlySha1(software) ? algorithmsFor(types, true) : undefined))
}

/** What sshd says in the place of its version when it takes nobody now. */
function greetingOf(first: Buffer): string | undefined {
  const line = /^[ -~]{1,80}/.exec(first.toString('latin1'))?.[0]
  return line?.startsWith('SSH-') ? undefined : line
}

// An agent that refuses one key is not the end: the next way to log in is tried.
const isFinal = (error: Error & { level?: string }) => error.level !== 'agent'

function configFor(
  sock: Duplex,
  { connection, hostKey, logins, fast }: Handshake,
  progress: Progress,
  fail: (error: Error) => void,
): ConnectConfig {
  return {
    sock,
    username: connection.user,
    readyTimeout: 0,
    keepaliveInterval: 15_000,
    keepaliveCountMax: 4,
    algorithms: offer(algorithmsFor(hostKey.types, connection.sha1 === true)),
    hostVerifier: (key: Buffer) => {
      const refusal = hostKey.judge(key)
      if (refusal) fail(refusal)
      return !refusal
    },
    authHandler: fast
      ? atOnce(fast, logins.logins[0]!, progress)
      : authHandler(logins.logins, () => hostKey.remember(), progress, fail),
  }
}

type AuthHandler = Extract<NonNullable<ConnectConfig['authHandler']>, (...args: never[]) => unknown>

/** That login and no other; there is nothing to wait for. */
function atOnce({ login: { username, key }, onRefused }: FastWay, { label }: Login, progress: Progress): AuthHandler {
  return (accepts) => {
    if (progress.tried.length > 0) {
      progress.accepts = accepts ?? []
      onRefused()
      return false
    }
    progress.tried.push(label)
    return { type: 'publickey', username, key: key as never }
  }
}

/** Each way that the server would take, in order, once; never `none`. The first waits for `before`. */
function authHandler(
  logins: readonly Login[],
  before: () => Promise<void>,
  progress: Progress,
  fail: (error: Error) => void,
): AuthHandler {
  const rest = [...logins]
  let ready: Promise<void> | undefined
  return (accepts: readonly string[] | null, _partial, next) => {
    ready ??= before()
    progress.accepts = accepts ?? []
    ready.then(() => next(nextMethod(rest, accepts, progress, fail) as Parameters<typeof next>[0])).catch(fail)
  }
}

function nextMethod(
  rest: Login[],
  accepts: readonly string[] | null,
  progress: Progress,
  fail: (error: Error) => void,
): AnyAuthMethod | false {
  for (let login = rest.shift(); login; login = rest.shift()) {
    const { label, method } = login
    if (!takes(login, accepts)) continue
    progress.tried.push(label)
    if (method.type !== 'keyboard-interactive') return method
    return { ...method, prompt: answerer(method.password, (asked) => fail(asksMore(progress, asked))) }
  }
  return false
}

function takes({ method }: Login, accepts: readonly string[] | null): boolean {
  if (!accepts) return true
  // A server that took the password for wrong need not be asked again in another way.
  if (method.type === 'keyboard-interactive') return accepts.includes(method.type) && !accepts.includes('password')
  return accepts.includes(method.type === 'agent' ? 'publickey' : method.type)
}
