import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { lbprovProgram } from './bundle.ts'
import type { LittleHost } from './little-host.ts'

const program = await lbprovProgram()

/** One `lbprov` at work inside a little host, for which it is this machine. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>
}

/** Starts `lbprov run site.yaml -i hosts` with these words, in a folder that has both. */
export function startRun(host: LittleHost, folder: string, ...words: readonly string[]): Running {
  const command = ['env', '-C', folder, process.execPath, program, 'run', 'site.yaml', '-i', 'hosts', ...words]
  const [first, ...rest] = host.enter(command)
  const child = spawn(first!, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { child, ended: said.then(([out, err, [code]]) => ({ code: code as number | null, out, err })) }
}

/** What the steps of the role, and its packages, have noted on the host: a line each. */
export function noted(host: LittleHost): readonly string[] {
  try {
    return readFileSync(join(host.run, 'lbprov-test/said'), 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

/** Waits until it is so, or the run has ended. */
export async function until(isSo: () => boolean, { child }: Running): Promise<void> {
  while (!isSo() && child.exitCode === null && child.signalCode === null) await sleep(5)
}
