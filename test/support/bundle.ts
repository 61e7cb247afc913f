import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Before any suite: names the folder of this run's bundle, which is made when the first test asks for it. Returns what clears it away. */
export default function setup(): () => void {
  // Below the root, where the packages left to npm are found.
  const folder = join(root, `.cache/bundle-${process.pid}`)
  process.env.LBPROV_TEST_BUNDLE = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/** The folder of lbprov as it is published. Its bin/lbprov.cjs starts in half the CPU time of src/cli/main.ts, which is hundreds of files to Node. */
export async function bundled(): Promise<string> {
  const folder = process.env.LBPROV_TEST_BUNDLE!
  // What Node keeps compiled goes by the path, so it is of no use to a later run.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  if (existsSync(join(folder, 'bin'))) return folder
  const own = `${folder}-${process.pid}`
  await build(own)
  try {
    renameSync(own, folder)
  } catch {
    // Another worker was quicker.
    rmSync(own, { recursive: true })
  }
  return folder
}

async function build(folder: string): Promise<void> {
  const [{ rolldown }, { default: config }] = await Promise.all([
    import('rolldown'),
    import('../../rolldown.config.ts'),
  ])
  mkdirSync(folder, { recursive: true })
  for (const { output, ...input } of config) {
    const bundle = await rolldown({ ...input, cwd: root })
    await bundle.write({ ...output, dir: join(folder, 'dist') })
  }
  for (const name of ['bin', 'package.json', 'schemas'])
    cpSync(join(root, name), join(folder, name), { recursive: true })
}

/** The program of it, for `process.execPath`. */
export const lbprovProgram = async (): Promise<string> => join(await bundled(), 'bin/lbprov.cjs')
