import { linkSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stateFolder } from './paths.ts'
import { recall, remember } from './pid-record.ts'
import { say } from './say.ts'
import { until } from './until.ts'

const lock = join(stateFolder, 'lock')

/** Runs an action while no other process changes this lab; waits for its turn. */
export async function alone<T>(action: () => Promise<T>): Promise<T> {
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 })
  if (!take()) {
    say('waiting for another command on this lab')
    await until(`${lock}: held by another command`, take, 600)
  }
  try {
    return await action()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(): boolean {
  const mine = `${lock}.${process.pid}`
  remember(mine, process.pid)
  try {
    linkSync(mine, lock)
    return true
  } catch {
    if (!recall(lock)) rmSync(lock, { force: true })
    return false
  } finally {
    rmSync(mine)
  }
}
