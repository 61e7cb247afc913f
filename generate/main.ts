/** A program: writes what is made from the source (schemas/*.json, parts of docs/*.md); with --check, says what is not as it should be. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { staleFiles } from './stale.ts'

const root = join(import.meta.dirname, '..')
for (const { file, text } of await staleFiles(root)) {
  if (process.argv.includes('--check')) {
    console.error(`${file} is not as the source says: npm run generate`)
    process.exitCode = 1
  } else writeFileSync(join(root, file), text)
}
