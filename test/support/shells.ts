import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Process, Wire } from '../../src/transport/process.ts'
import { sessionOver } from '../../src/transport/session.ts'
import type { Connect } from '../../src/transport/transport.ts'
import { isThorough } from './thorough.ts'
import { has, type Tool } from './tools.ts'

/** One of them as it is for who exports POSIXLY_CORRECT. */
const known: readonly (readonly string[])[] = [
  ['dash', '-s'],
  ['env', 'POSIXLY_CORRECT=1', 'bash', '--posix', '-s'],
  ['bash', '-s'],
  ['busybox', 'sh', '-s'],
].filter((words) => has(words.includes('bash') ? 'bash' : (words[0] as Tool)))

const ofReleases = known.filter(([program, ...words]) => program === 'dash' || words.includes('--posix'))

/**
 * Those that are sh on the supported releases: dash on Debian and Ubuntu, bash in POSIX mode on EL. Where it is to be quick dash alone, for
 * suites that run many scripts: bash takes more than twice its CPU time.
 */
export const releaseShells = isThorough ? ofReleases : ofReleases.slice(0, 1)

/** All that scripts must run under: in CI with two more, which find what is no POSIX. */
export const shells = isThorough ? known : ofReleases

/** The same for suites that run many scripts: where it is to be quick dash alone. */
export const fewShells = isThorough ? known : releaseShells

/** A way to this machine by a program that reads a script, as by ssh: a shell that is kept ends with the session. */
export function connectTo(words: readonly string[], env: Readonly<Record<string, string>> = {}): Connect {
  return async (connection) => sessionOver(wire(words, env), { ...connection, become: false })
}

function wire([program, ...args]: readonly string[], env: Readonly<Record<string, string>>): Wire {
  const running = new Set<Process>()
  return {
    user: 'root',
    terminals: false,
    async start() {
      const child = spawn(program!, args, { stdio: 'pipe', env: { ...process.env, ...env } })
      const closed = once(child, 'close').then(() => 'the shell has ended')
      const exited = once(child, 'exit').then(([code]) => code as number | null)
      const kill = () => void child.kill('SIGKILL')
      const shell: Process = { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, exited, closed, kill }
      running.add(shell)
      closed.then(() => running.delete(shell))
      return shell
    },
    async close() {
      for (const { stdin } of running) stdin.end()
      await Promise.all([...running].map(({ closed }) => closed))
    },
  }
}
