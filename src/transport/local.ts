import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { userInfo } from 'node:os'
import type { Process, Wire } from './process.ts'
import { sessionOver } from './session.ts'
import type { Connect } from './transport.ts'

/** This machine itself, without ssh. sudo is run as anywhere, but there is no terminal to give it. */
export const connectLocal: Connect = async (connection) => sessionOver(localWire(), connection)

function localWire(): Wire {
  const running = new Set<LocalProcess>()
  return {
    user: userInfo().username,
    terminals: false,
    async start(command) {
      const process = startLocal(command)
      running.add(process)
      process.closed.then(() => running.delete(process))
      return process
    },
    async close() {
      await Promise.all([...running].map(ended))
    },
  }
}

const closeMs = 1000

interface LocalProcess extends Process {
  /** Listens to it no longer, and lets it go on: as the end of a connection does with what a host is at. */
  leave(): void
}

/** A shell that waits for a script ends by itself, and does what it has to do then. */
async function ended(shell: LocalProcess): Promise<void> {
  const impatient = setTimeout(() => shell.leave(), closeMs)
  shell.stdin.end()
  await shell.closed
  clearTimeout(impatient)
}

function startLocal(command: string): LocalProcess {
  // A process group of its own, so that all of it can be killed.
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], { detached: true, stdio: 'pipe' })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const closed = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`cannot start a shell: ${error.message}`))
    child.once('close', () => resolve('the shell was not seen to end'))
  })
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exited,
    closed,
    kill: () => killGroup(child),
    leave: () => leave(child),
  }
}

function leave(child: ChildProcessWithoutNullStreams): void {
  for (const stream of child.stdio) stream?.destroy()
  child.unref()
  child.emit('close', null)
}

function killGroup(child: ChildProcessWithoutNullStreams): void {
  for (const stream of child.stdio) stream?.destroy()
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It is over already, or belongs to another user (sudo): the closed pipes have to do.
  }
}
