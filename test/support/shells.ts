import { spawn } from 'node:child_process'
import type { Connect, RunOptions, Streams } from '../../src/transport/transport.ts'
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

/** A way to this machine through one shell, as this user. */
export function connectTo(words: readonly string[], env: Readonly<Record<string, string>> = {}): Connect {
  return async () => ({
    run: (script, how) => runScript(words, script, env, how),
    close: async () => {},
  })
}

function runScript(
  [program, ...args]: readonly string[],
  script: string,
  env: Readonly<Record<string, string>>,
  { onStdout }: RunOptions,
): Promise<Streams> {
  return new Promise((resolve, reject) => {
    const child = spawn(program!, args, { env: { ...process.env, ...env } })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk)
      onStdout?.(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ stdout: Buffer.concat(out), stderr: Buffer.concat(err), exitCode }))
    child.stdin.on('error', () => {})
    child.stdin.end(script)
  })
}
