import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { peakMemory } from './memory.ts'
import type { Command } from './peer.ts'

/** What one run cost the machine that controls; times in seconds, memory in bytes. */
export interface Cost {
  readonly wall: number
  /** User and system time of every process of the run, those left behind included. */
  readonly cpu: number
  readonly memory: number | null
  readonly code: number
}

// As the first process of a namespace it inherits and ends whatever the command leaves behind, and is told its times.
const supervisor = `
start=$EPOCHREALTIME
"$@"
code=$? end=$EPOCHREALTIME
kill -TERM -1 2>/dev/null
sleep 0.2
kill -KILL -1 2>/dev/null
sleep 0.1
echo "$code $start $end" >&3
times >&3
`

/** Runs a command, its output going to FOLDER/output. Memory is measured only when asked for: it costs time. */
export async function measure(
  command: Command,
  folder: string,
  { memory }: { readonly memory: boolean },
): Promise<Cost> {
  const output = openSync(join(folder, 'output'), 'w')
  const words = ['--pid', '--mount-proc', '--fork', '--kill-child', 'bash', '-c', supervisor, 'bash', ...command.argv]
  const child = spawn('unshare', words, {
    stdio: ['ignore', output, output, 'pipe'],
    ...(command.cwd !== undefined && { cwd: command.cwd }),
    env: { ...process.env, ...command.env },
  })
  closeSync(output)
  const watch = memory ? peakMemory(child.pid!) : null
  let told = ''
  child.stdio[3]!.on('data', (chunk: Buffer) => {
    told += chunk
  })
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  return { ...costOf(told), memory: watch ? watch() : null }
}

function costOf(told: string): Omit<Cost, 'memory'> {
  const [first = '', , children = ''] = told.split('\n')
  const [code, start, end] = first.split(' ').map(Number)
  const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  )
  if (code === undefined || start === undefined || end === undefined || times.length !== 2)
    throw new Error(`the run was not seen to end: ${told}`)
  return { code, wall: end - start, cpu: times[0]! + times[1]! }
}
