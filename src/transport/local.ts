import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { userInfo } from 'node:os'
import type { Process, Wire } from './process.ts'
import { sessionOver } from './session.ts'
import type { Connect } from './transport.ts'

/** This machine itself, without ssh. sudo is run as anywhere, but there is no terminal to give it. */
export const connectLocal: Connect = async (connection) => sessionOver(localWire(), connection)

function localWire(): Wire {
  const running = new Set<Process>()
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
      for (const process of running) process.kill()
    },
  }
}

function startLocal(command: string): Process {
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
  }
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
