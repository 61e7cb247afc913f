/** A program: times lbprov beside other ways to the same end state, on real sshd hosts of this machine. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { must } from '../lab/process.ts'
import { say } from '../lab/say.ts'
import { ensureBase } from './base.ts'
import { help, type Options, readOptions } from './options.ts'
import { plots } from './plot.ts'
import { merge, type Result } from './result.ts'
import { tables } from './table.ts'

/** What inside.ts is given. */
export interface Job {
  readonly options: Options
  readonly base: string
  readonly commit: string
}

async function bench(options: Options): Promise<void> {
  let result = earlier(options.out)
  const base = await ensureBase()
  say('building lbprov')
  await must(['npm', 'run', '-s', 'build'])
  const commit = await describeCommit()
  for await (const now of inside({ options, base, commit })) {
    result = result ? merge(result, now) : now
    write(result, options.out)
  }
  if (result) process.stdout.write(tables(result))
}

/** The results of an earlier measurement do not make it another program. */
async function describeCommit(): Promise<string> {
  const head = (await must(['git', 'rev-parse', '--short', 'HEAD'])).trim()
  const changed = await must(['git', 'status', '--porcelain', '--', '.', ':!docs/performance*'])
  return changed.trim() === '' ? head : `${head}-dirty`
}

function earlier(file: string): Result | null {
  if (!existsSync(file)) return null
  const result: Result = JSON.parse(readFileSync(file, 'utf8'))
  if (result.rows.every((row) => 'forks' in row)) return result
  throw new Error(`${file}: rows without forks, of an older benchmark; remove it, or name another --out`)
}

function write(result: Result, file: string): void {
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
  writeFileSync(`${file.replace(/\.json$/, '')}.md`, tables(result))
  for (const [name, svg] of Object.entries(plots(result))) writeFileSync(join(folder, name), svg)
  say(`written: ${file}, with tables and plots beside it`)
}

/** All that is started ends with the namespaces, and nothing of the machine's own network is touched. Gives what is measured as it comes. */
async function* inside(job: Job): AsyncGenerator<Result> {
  const spaces = ['--mount', '--net', '--pid', '--mount-proc', '--fork', '--kill-child']
  const node = [process.execPath, '--disable-warning=ExperimentalWarning']
  const child = spawn('unshare', [...spaces, '--', ...node, join(import.meta.dirname, 'inside.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(job))
  const over = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line)
  const code = await over
  if (code !== 0) throw new Error(`the benchmark ended with exit code ${code}`)
}

if (process.argv.includes('--help')) process.stdout.write(help)
else if (userInfo().uid !== 0) throw new Error('the benchmark needs root: its hosts have namespaces of their own')
else await bench(readOptions(process.argv.slice(2)))
