import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { oneLine } from '../model/one-line.ts'
import type { Process, Wire } from './process.ts'
import type { Client, ClientChannel } from './ssh2.ts'

const closeMs = 1000

export interface SshWire extends Wire {
  /** Asks for a program before it is known whether the login succeeds; the first `start` of just that one gets it. */
  startAhead(command: string): void
}

/** Programs over a logged-in client, a channel each. Killing one that has not ended closes the whole connection: nothing less is sure to get through. */
export function sshWire(client: Client, way: Duplex, user: string): SshWire {
  const line = watch(client)
  let ahead: { readonly command: string; readonly process: Promise<Process> } | undefined
  const begin = (command: string, terminal: boolean) => {
    const begun = ahead
    ahead = undefined
    return begun?.command === command && !terminal ? begun.process : open(line, command, terminal)
  }
  return {
    user,
    terminals: true,
    async start(command, { terminal }) {
      if (line.gone) throw new Error(line.gone)
      return begin(command, terminal).catch((error) => {
        throw new Error(line.gone || `the host started no shell: ${oneLine(error.message)}`)
      })
    },
    startAhead(command) {
      ahead = { command, process: open(line, command, false) }
      // Whether it failed matters only to one who takes it.
      ahead.process.catch(() => {})
    },
    async close() {
      line.gone ||= 'the session was closed'
      client.end()
      // Not waiting for the host to close its side, too.
      if (way instanceof Socket) way.destroySoon()
      const impatient = setTimeout(() => client.destroy(), closeMs)
      await line.over
      clearTimeout(impatient)
    },
  }
}

interface Line {
  readonly client: Client
  /** Why nothing can be sent any more. */
  gone: string
  readonly over: Promise<void>
}

function watch(client: Client): Line {
  const over = new Promise<void>((resolve) => client.once('close', resolve))
  const line: Line = { client, gone: '', over }
  client.on('error', (error) => {
    line.gone ||= `connection lost: ${oneLine(error.message)}`
  })
  client.once('close', () => {
    line.gone ||= 'connection lost: the host closed it'
  })
  return line
}

// A terminal that passes bytes on as they are.
const rawTerminal = {
  term: 'dumb',
  modes: { ECHO: 0, ICANON: 0, ISIG: 0, IEXTEN: 0, IXON: 0, IXOFF: 0, ICRNL: 0, INLCR: 0, OPOST: 0, ONLCR: 0 },
} as const

async function open(line: Line, command: string, terminal: boolean): Promise<Process> {
  const { promise, resolve, reject } = Promise.withResolvers<Process>()
  line.client.exec(command, { pty: terminal && rawTerminal }, (error, channel) => {
    // At once: the exit code of a short program may have come in the same packet.
    if (error) reject(error)
    else resolve(overChannel(channel, line))
  })
  return promise
}

function overChannel(channel: ClientChannel, line: Line): Process {
  let ended = false
  const exited = new Promise<number | null>((resolve) => channel.once('exit', resolve))
  exited.then(() => {
    ended = true
  })
  const streamsClosed = Promise.all([
    new Promise((resolve) => channel.once('close', resolve)),
    new Promise((resolve) => channel.stderr.once('close', resolve)),
  ])
  const closed = Promise.race([streamsClosed, line.over]).then(() => line.gone || 'the host ended the program unseen')
  const kill = () => {
    channel.close()
    if (ended) return
    line.gone ||= 'the session was given up'
    line.client.destroy()
  }
  return { stdin: channel, stdout: channel, stderr: channel.stderr, exited, closed, kill }
}
