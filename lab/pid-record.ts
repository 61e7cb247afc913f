import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { until } from './until.ts'

/** A process, told from a later one with the same number by its start time and the machine's boot. */
export interface PidRecord {
  readonly pid: number
  readonly started: string
}

/** Identifies a running process; undefined when there is none of that number. */
export function identify(pid: number): PidRecord | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // the name before may hold anything
    if (fields[0] === 'Z') return undefined
    return { pid, started: `${fields[19]}@${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}` }
  } catch {
    return undefined
  }
}

/** Writes down a process; an error if it has ended already. */
export function remember(file: string, pid: number): PidRecord {
  const record = identify(pid)
  if (!record) throw new Error(`process ${pid} ended at once`)
  writeFileSync(file, JSON.stringify(record))
  return record
}

/** The process written down in a file, if it still runs. */
export function recall(file: string): PidRecord | undefined {
  if (!existsSync(file)) return undefined
  const record = JSON.parse(readFileSync(file, 'utf8')) as PidRecord
  return identify(record.pid)?.started === record.started ? record : undefined
}

/** Kills the process written down in a file with its whole group, waits for its end, and forgets it. */
export async function end(file: string): Promise<void> {
  const record = recall(file)
  if (record) {
    process.kill(-record.pid, 'SIGKILL')
    await until(`end of process group ${record.pid}`, () => !recall(file) && !groupExists(record.pid), 10)
  }
  rmSync(file, { force: true })
}

function groupExists(group: number): boolean {
  try {
    return process.kill(-group, 0)
  } catch {
    return false
  }
}
