import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Process, Wire } from '../../src/transport/process.ts'
import { sessionOver } from '../../src/transport/session.ts'
import type { Connect } from '../../src/transport/transport.ts'

/** What went over a connection: how many scripts, and their bytes. */
export interface Traffic {
  scripts: number
  bytes: number
}

/** A way to a machine by programs that begin with these words, as by ssh: shells are kept, and end when the session does. */
export function keptBy(words: readonly string[], traffic: Traffic = { scripts: 0, bytes: 0 }): Connect {
  return async (connection) => {
    const session = sessionOver(wire(words), { ...connection, become: false })
    return {
      ...session,
      run: (script, options) => {
        traffic.scripts++
        traffic.bytes += script.length
        return session.run(script, options)
      },
    }
  }
}

function wire([program, ...words]: readonly string[]): Wire {
  const running = new Set<Process>()
  return {
    user: 'root',
    terminals: false,
    async start() {
      const child = spawn(program!, words, { stdio: 'pipe' })
      const closed = once(child, 'close').then(() => 'the shell has ended')
      const exited = once(child, 'exit').then(([code]) => code as number | null)
      const kill = () => void child.kill('SIGKILL')
      const process: Process = { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, exited, closed, kill }
      running.add(process)
      closed.then(() => running.delete(process))
      return process
    },
    async close() {
      for (const { stdin } of running) stdin.end()
      await Promise.all([...running].map(({ closed }) => closed))
    },
  }
}
