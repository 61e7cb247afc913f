import { connect, isIP, type Socket } from 'node:net'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'

/** The other side hung up before keys were agreed on: a busy sshd (MaxStartups) does, so another try is in order. */
export class HungUp extends Error {
  /** What it gave as the reason. */
  readonly said: string | undefined

  constructor(message: string, said?: string) {
    super(message)
    this.said = said
  }
}

// Node gives each of several addresses only 250 ms; hosts may be farther away than that.
const eachAddressMs = 3000

/** A connected socket, Nagle off. Throws HungUp, or ConnectError naming what failed: the name, the way, the port, or the time when `giveUp` fires. */
export function openSocket(
  { address, port, connectTimeout, family }: Connection,
  giveUp: AbortSignal,
  most: number = mostUnread.host,
): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = gathering(
    connect({ host: address, port, family, noDelay: true, autoSelectFamilyAttemptTimeout: eachAddressMs }),
    most,
  )
  let resolved = isIP(address) !== 0
  const fail = (error: Error) => {
    socket.destroy()
    reject(error)
  }
  const late = () => fail(resolved ? noAnswer(address, port, connectTimeout) : noName(address, connectTimeout))
  giveUp.addEventListener('abort', late, { once: true })
  socket.on('error', (error) => fail(socketError(error, address, port)))
  socket.once('lookup', () => {
    resolved = true
  })
  socket.once('connect', () => {
    giveUp.removeEventListener('abort', late)
    resolve(socket)
  })
  return promise
}

const mib = 1024 * 1024

/** What may wait for a host that takes nothing: a script at most, and answers to what it asks and asks. Through a jump host go the scripts of many. */
export const mostUnread = { host: 64 * mib, jump: 1024 * mib } as const

/** What is written in one go leaves in one go: the SSH client writes length, text and code of every packet by themselves. A socket whose host takes nothing is destroyed. */
function gathering(socket: Socket, most: number): Socket {
  const write: (...words: Parameters<Socket['write']>) => boolean = socket.write.bind(socket)
  let gathers = false
  const release = () => {
    gathers = false
    socket.uncork()
  }
  socket.write = (...words: unknown[]) => {
    if (socket.writableLength > most) {
      socket.destroy(new Error('the host takes nothing of what is said to it'))
      return false
    }
    if (!gathers) {
      gathers = true
      socket.cork()
      process.nextTick(release)
    }
    return write(...(words as Parameters<Socket['write']>))
  }
  return socket
}

const toHost = (address: string, port: number) => `connect to host ${address} port ${port}`

/** What an error of the operating system means to a person. */
function socketError(error: NodeJS.ErrnoException, address: string, port: number): Error {
  const code = error.code ?? ''
  const to = toHost(address, port)
  const because = { cause: error }
  const wrong = (message: string, hint: string) => new ConnectError('connect', message, hint, because)
  if (code === 'ECONNRESET') return new HungUp(error.message)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') return unresolved(error, address)
  if (code === 'ECONNREFUSED') return wrong(`${to}: Connection refused`, refusedHint)
  if (code === 'ETIMEDOUT') return wrong(`${to}: Connection timed out`, silentHint)
  if (code === 'EHOSTUNREACH') return wrong(`${to}: No route to host`, routeHint)
  if (code === 'ENETUNREACH') return wrong(`${to}: Network is unreachable`, routeHint)
  return wrong(`${to}: ${error.message || code}`, silentHint)
}

const refusedHint =
  'Is sshd running there, and is this its port (ansible_port)? A firewall that rejects looks the same.'
const silentHint = 'Is the host up, and does a firewall let this machine through? More time: ansible_timeout.'
const routeHint = 'Is the host up, and is the address right (ansible_host)?'
const nameHint = 'Check the name, or give an address with ansible_host.'

function unresolved(error: NodeJS.ErrnoException, address: string): ConnectError {
  const what = error.code === 'EAI_AGAIN' ? 'Temporary failure in name resolution' : 'Name or service not known'
  return new ConnectError('resolve', `Could not resolve hostname ${address}: ${what}`, nameHint, { cause: error })
}

const noName = (address: string, seconds: number) =>
  new ConnectError('resolve', `Could not resolve hostname ${address}: no answer within ${seconds} s`, nameHint)

const noAnswer = (address: string, port: number, seconds: number) =>
  new ConnectError('connect', `${toHost(address, port)}: Connection timed out (${seconds} s)`, silentHint)
