import { type SpawnOptions, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'

/** How a command ended; `code` is 128 + the signal's number when a signal ended it. */
export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const exitCode = (code: number | null, signal: NodeJS.Signals | null) =>
  code ?? 128 + (signal ? constants.signals[signal] : 0)

/** Runs a command to its end, whatever its exit code. */
export function run(argv: readonly string[], stdin = ''): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0] ?? '', argv.slice(1))
    const read = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
    child.stdout.on('data', (chunk: Buffer) => read.stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => read.stderr.push(chunk))
    child.stdin.on('error', () => {}) // the command may end without reading
    child.stdin.end(stdin)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const [stdout, stderr] = [read.stdout, read.stderr].map((chunks) => Buffer.concat(chunks).toString())
      resolve({ code: exitCode(code, signal), stdout: stdout ?? '', stderr: stderr ?? '' })
    })
  })
}

/** Runs a command and gives its output; an exit code other than 0 is an error that quotes what it said. */
export async function must(argv: readonly string[], stdin = ''): Promise<string> {
  const { code, stdout, stderr } = await run(argv, stdin)
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit code ${code}\n${stderr || stdout}`.trimEnd())
  return stdout
}

/** Runs a command on this process's own terminal and gives its exit code. */
export function runHere(argv: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0] ?? '', argv.slice(1), { stdio: 'inherit', ...options })
    // Ctrl-C reaches the child by itself: it decides what follows.
    const ignore = () => {}
    process.on('SIGINT', ignore)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      process.off('SIGINT', ignore)
      resolve(exitCode(code, signal))
    })
  })
}

/** Starts a command that outlives this process, in a process group of its own, and gives its process id. */
export function startDetached(
  argv: readonly string[],
  log: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const output = openSync(log, 'a')
  const child = spawn(argv[0] ?? '', argv.slice(1), { detached: true, stdio: ['ignore', output, output], env })
  closeSync(output)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('spawn', () => {
      child.unref()
      resolve(child.pid as number)
    })
  })
}
