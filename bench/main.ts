/** A program: times lbprov beside other ways to the same end state, on real sshd hosts of this machine. */
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { must } from '../lab/process.ts'
import { say } from '../lab/say.ts'
import { ensureBase } from './base.ts'
import { help, type Options, readOptions } from './options.ts'
import { plots } from './plot.ts'
import type { Result } from './result.ts'
import { tables } from './table.ts'

/** What inside.ts is given. */
export interface Job {
  readonly options: Options
  readonly base: string
  readonly commit: string
}

async function bench(options: Options): Promise<void> {
  const base = await ensureBase()
  say('building lbprov')
  await must(['npm', 'run', '-s', 'build'])
  const commit = (await must(['git', 'describe', '--always', '--dirty'])).trim()
  const result = await inside({ options, base, commit })
  const folder = dirname(options.out)
  mkdirSync(folder, { recursive: true })
  writeFileSync(options.out, `${JSON.stringify(result, null, 2)}\n`)
  for (const [name, svg] of Object.entries(plots(result))) writeFileSync(join(folder, name), svg)
  process.stdout.write(tables(result))
  say(`written: ${options.out} and plots beside it`)
}

/** All that is started ends with the namespaces, and nothing of the machine's own network is touched. */
async function inside(job: Job): Promise<Result> {
  const spaces = ['--mount', '--net', '--pid', '--mount-proc', '--fork', '--kill-child']
  const child = spawn('unshare', [...spaces, '--', process.execPath, join(import.meta.dirname, 'inside.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(job))
  const over = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  const [answer, code] = await Promise.all([text(child.stdout), over])
  if (code !== 0) throw new Error(`the benchmark ended with exit code ${code}`)
  return JSON.parse(answer)
}

if (process.argv.includes('--help')) process.stdout.write(help)
else if (userInfo().uid !== 0) throw new Error('the benchmark needs root: its hosts have namespaces of their own')
else await bench(readOptions(process.argv.slice(2)))
