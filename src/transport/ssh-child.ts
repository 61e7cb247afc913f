import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { oneLine } from '../model/one-line.ts'
import { quote } from '../shell/quote.ts'
import { childFailure } from './child-failure.ts'
import type { Process, Wire } from './process.ts'
import { loginWords } from './ssh-command.ts'

/** ssh itself as the way to a host: a child for each program, and one as a rule, since its shell is kept. Throws ConnectError, or HungUp. */
export async function childWire(connection: Connection, giveUp: AbortSignal): Promise<Wire> {
  const running = new Set<SshChild>()
  const state = { gone: '' }
  const begin = (terminal: string | undefined) => {
    const child = startSsh(connection, terminal, state)
    running.add(child)
    child.program.closed.then((reason) => {
      running.delete(child)
      if (child.lost()) state.gone ||= reason
    })
    return child
  }
  const enter = async (until: AbortSignal) => {
    const child = begin(undefined)
    await child.loggedIn(until)
    return child
  }
  let waiting: SshChild | undefined = await enter(giveUp)
  return {
    user: connection.user,
    terminals: true,
    async start(command, { terminal }) {
      if (state.gone) throw new Error(state.gone)
      if (terminal) return begin(command).program
      const child = waiting ?? (await enter(timeFor(connection)))
      waiting = undefined
      child.program.stdin.write(`${command}\n`)
      return child.program
    },
    async close() {
      state.gone ||= 'the session was closed'
      await Promise.all([...running].map((child) => child.close()))
    },
  }
}

const timeFor = ({ connectTimeout, loginTimeout = connectTimeout }: Connection) =>
  AbortSignal.timeout(loginTimeout * 1000)

interface SshChild {
  readonly program: Process
  /** Resolves when the host has let it in. */
  loggedIn(giveUp: AbortSignal): Promise<void>
  /** It was let in, and ended without its program. */
  lost(): boolean
  close(): Promise<void>
}

const closeMs = 1000
const tailBytes = 8192

/** With `command`, that on a terminal; else what waits for a line with one, and says before that it is there. */
function startSsh(connection: Connection, command: string | undefined, state: { gone: string }): SshChild {
  const token = randomBytes(8).toString('hex')
  // In two parts: a shell that refuses it may name it.
  const waiter = `sh -c ${quote(`echo lbprov-in-""${token}; IFS= read -r c; eval "exec $c"`)}`
  const words = [command === undefined ? '-T' : '-tt', ...loginWords(connection), command ?? waiter]
  // In a session of its own: a Ctrl-C is for lbprov, and nothing is asked on its terminal.
  const child = spawn('ssh', words, {
    detached: true,
    stdio: 'pipe',
    env: { ...process.env, SSH_ASKPASS_REQUIRE: 'never' },
  })
  const stdout = new PassThrough()
  if (command !== undefined) child.stdout.pipe(stdout)
  const overSsh = overChild(child, stdout, state)
  let isIn = false
  return {
    program: overSsh,
    async loggedIn(giveUp) {
      await loggedIn(child, { stdout, token, giveUp, connection })
      isIn = true
    },
    lost: () => isIn && child.exitCode === 255,
    async close() {
      const impatient = setTimeout(() => child.kill('SIGKILL'), closeMs)
      child.stdin.end()
      await overSsh.closed
      clearTimeout(impatient)
    },
  }
}

function overChild(child: ChildProcessWithoutNullStreams, stdout: PassThrough, state: { gone: string }): Process {
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-tailBytes)
  })
  for (const stream of child.stdio) stream?.on('error', () => {})
  // 255 is ssh's own: how the program ended was not seen.
  const exited = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      if (code !== null && code !== 255) resolve(code)
    }),
  )
  const closed = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`cannot start ssh: ${error.message}`))
    child.once('close', () => resolve(state.gone || `connection lost: ${oneLine(said) || 'ssh has ended'}`))
  })
  const kill = () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    state.gone ||= 'the session was given up'
    child.kill('SIGKILL')
  }
  return { stdin: child.stdin, stdout, stderr: child.stderr, exited, closed, kill }
}

interface Waiting {
  /** What comes after the line that says that it is in. */
  readonly stdout: PassThrough
  readonly token: string
  readonly giveUp: AbortSignal
  readonly connection: Connection
}

const mostHeard = 1024 * 1024

function loggedIn(
  child: ChildProcessWithoutNullStreams,
  { stdout, token, giveUp, connection }: Waiting,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let out = Buffer.alloc(0)
  let err = ''
  const hearErr = (chunk: Buffer) => {
    err = `${err}${chunk}`.slice(-tailBytes)
  }
  const hear = (chunk: Buffer) => {
    out = Buffer.concat([out, chunk])
    if (out.length > mostHeard) return reject(tooMuch(connection))
    const at = out.indexOf(`lbprov-in-${token}\n`)
    if (at < 0) return
    child.stdout.off('data', hear)
    stdout.write(out.subarray(out.indexOf('\n', at) + 1))
    child.stdout.pipe(stdout)
    resolve()
  }
  const late = () => reject(tooLate(connection))
  child.stdout.on('data', hear)
  child.stderr.on('data', hearErr)
  child.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? noSsh() : error))
  child.once('close', (exitCode) => reject(childFailure({ exitCode, said: `${out}\n${err}` }, connection)))
  giveUp.addEventListener('abort', late, { once: true })
  promise.catch(() => child.kill('SIGKILL'))
  return promise.finally(() => {
    child.stderr.off('data', hearErr)
    giveUp.removeEventListener('abort', late)
  })
}

const noSsh = () =>
  new ConnectError('connect', 'only ssh itself gets in there, and this machine has none', 'Install openssh-client.')

function tooMuch({ address }: Connection): ConnectError {
  return new ConnectError(
    'connect',
    `${address} said more than 1 MiB before the login was done`,
    'Is it a shell that answers?',
  )
}

function tooLate({ address, connectTimeout, loginTimeout = connectTimeout }: Connection): ConnectError {
  const hint = 'A key that wants to be touched, a slow host, a firewall. More time: ansible_timeout.'
  return new ConnectError('connect', `ssh was not let in by ${address} within ${loginTimeout} s`, hint)
}
