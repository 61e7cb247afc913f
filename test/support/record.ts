import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { recordFile } from '../../src/model/owned.ts'

/** What runs on this machine itself have entered in its record is taken out again: their sites are in folders called lbprov-…, which are gone. */
export function teardown(): void {
  if (!existsSync(recordFile)) return
  const left = readFileSync(recordFile, 'utf8').replaceAll(/^lbprov-.*\n/gm, '')
  if (left === '') rmSync(dirname(recordFile), { recursive: true })
  else writeFileSync(recordFile, left)
}
