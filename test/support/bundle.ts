import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
/** Below the root, where the packages left to npm are found. */
const cache = join(root, '.cache')
const day = 24 * 60 * 60 * 1000

/** All that lbprov is made of, as it is published. */
const sources = [
  '{bin,roles,schemas,src}/**/*.*',
  'package*.json',
  'rolldown.config.ts',
  'test/support/build-bundle.ts',
]

/** Before any suite: names the folder of the bundle, which is made when the first test asks for it and kept while nothing in it changes. */
export default function setup(): void {
  for (const name of globSync('program-*', { cwd: cache })) {
    const folder = join(cache, name)
    if (Date.now() - statSync(folder).mtimeMs > day) rmSync(folder, { recursive: true, force: true })
  }
  const hash = createHash('sha256').update(process.version)
  for (const name of globSync(sources, { cwd: root }).toSorted())
    hash.update(`\n${name}\n`).update(readFileSync(join(root, name)))
  process.env.LBPROV_TEST_BUNDLE = join(cache, `program-${hash.digest('hex').slice(0, 16)}`)
}

/** The folder of lbprov as it is published. Its bin/lbprov.cjs starts in half the CPU time of src/cli/main.ts, which is hundreds of files to Node. */
export async function bundled(): Promise<string> {
  const folder = process.env.LBPROV_TEST_BUNDLE!
  if (!existsSync(folder)) make(folder)
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  return folder
}

function make(folder: string): void {
  const own = `${folder}-${process.pid}`
  // The memory of a bundler stays with its process, and it takes a larger one longer to start each program.
  execFileSync(process.execPath, [join(import.meta.dirname, 'build-bundle.ts'), own], { cwd: root })
  try {
    renameSync(own, folder)
  } catch {
    // Another worker was quicker.
    rmSync(own, { recursive: true })
  }
}

/** The program of it, for `process.execPath`. */
export const lbprovProgram = async (): Promise<string> => join(await bundled(), 'bin/lbprov.cjs')
