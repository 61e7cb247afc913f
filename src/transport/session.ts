import { randomBytes } from 'node:crypto'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { parted } from '../shell/frames.ts'
import { type EndMark, endMark } from './end-mark.ts'
import { keptShell } from './kept-shell.ts'
import { type Entry, entryFor, refusal, wantsTerminal } from './privilege.ts'
import type { Process, Wire } from './process.ts'
import { type Outcome, talk } from './talk.ts'
import type { RunOptions, Session, Streams } from './transport.ts'

/** A session over a wire, with the rights the connection asks for. With a terminal (see `requiretty`) stdout and stderr come merged in stdout. */
export function sessionOver(wire: Wire, connection: Connection): Session {
  const shell = keptShell()
  let terminal = false

  async function attempt(script: string, options: RunOptions, giveUp: AbortSignal): Promise<Outcome> {
    const token = randomBytes(8).toString('hex')
    const entry = entryFor(connection, { user: wire.user, token, bytes: Buffer.byteLength(script), terminal })
    const entered = shell.take()
    const process = entered ?? (await start(wire, entry, giveUp))
    if (typeof process === 'string') return { streams: lost(process), kept: false }
    const entryMs = (connection.loginTimeout ?? connection.connectTimeout) * 1000
    const about = { ...options, entry, script, entryMs, giveUp, password: connection.becomePassword }
    const end = options.keepShell && !terminal ? endOf(script, token, process, options.atExit) : undefined
    const outcome = await talk(process, { ...about, entered: entered !== undefined, end })
    if ('kept' in outcome && outcome.kept) shell.keep(process)
    return outcome
  }

  async function run(script: string, options: RunOptions, giveUp: AbortSignal): Promise<Streams> {
    const outcome = await attempt(script, options, giveUp)
    if ('streams' in outcome) return { ...outcome.streams, kept: outcome.kept }
    if (!terminal && wire.terminals && wantsTerminal(outcome.refused)) {
      terminal = true
      return run(script, options, giveUp)
    }
    throw refusal(outcome.refused, connection, wire.user)
  }

  return {
    async run(script, options) {
      const limit = new AbortController()
      const late = () => limit.abort(`deadline of ${options.deadlineMs / 1000} s passed`)
      const timer = setTimeout(late, options.deadlineMs)
      return run(script, options, limit.signal).finally(() => clearTimeout(timer))
    },
    close: () => wire.close(),
  }
}

/** The shells that have the functions of framed scripts. */
const told = new WeakSet<Process>()

function endOf(script: string, token: string, process: Process, atExit: string | undefined): EndMark {
  const { functions, rest } = parted(script)
  const end = endMark(rest, { token, atExit, functions: told.has(process) ? '' : functions })
  if (functions !== '') told.add(process)
  return end
}

/** The process, or why there is none. */
async function start(wire: Wire, { command, terminal }: Entry, giveUp: AbortSignal): Promise<Process | string> {
  const { promise: late, resolve } = Promise.withResolvers<string>()
  giveUp.addEventListener('abort', () => resolve(String(giveUp.reason)))
  const started = wire.start(command, { terminal }).catch((error: Error) => {
    if (error instanceof ConnectError) throw error
    return error.message
  })
  const first = await Promise.race([started, late])
  if (!giveUp.aborted) return first
  await wire.close()
  return String(giveUp.reason)
}

function lost(reason: string): Streams {
  return { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), exitCode: null, lost: reason }
}
