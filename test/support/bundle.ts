import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
/** Below the root, where the packages left to npm are found. */
const cache = join(root, '.cache')
const day = 24 * 60 * 60 * 1000

/** All that lbprov is made of, as it is published, and what makes it. */
const sources = [
  '{bin,roles,schemas,src}/**/*.*',
  '{package*,tsconfig*}.json',
  'rolldown.config.ts',
  'generate/declarations.ts',
  'test/support/b*.ts',
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
  // The memory of a bundler stays with its process, and a larger one takes longer to start each program.
  keep(folder, (own) => run(join(import.meta.dirname, 'build-bundle.ts'), own))
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  return folder
}

/** A folder of what is public of it: `dist` with the declarations alone. Throws what tsc can't declare; all else that is wrong `npm run types` finds. */
export function declared(): string {
  const folder = `${process.env.LBPROV_TEST_BUNDLE}-types`
  keep(folder, (own) => {
    mkdirSync(own)
    cpSync(join(root, 'package.json'), join(own, 'package.json'))
    run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck', '--outDir', join(own, 'dist'))
    run('generate/declarations.ts', own)
  })
  return folder
}

/** The folder of the package as it is installed, with its declarations: what `npm pack` takes. */
export async function packed(): Promise<string> {
  const folder = `${process.env.LBPROV_TEST_BUNDLE}-packed`
  const [program, types] = [await bundled(), declared()]
  keep(folder, (own) => {
    const whole = `${own}-whole`
    for (const name of ['bin', 'dist', 'package.json', 'schemas'])
      cpSync(join(program, name), join(whole, name), { recursive: true })
    cpSync(join(types, 'dist'), join(whole, 'dist'), { recursive: true })
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: whole })
    mkdirSync(own)
    const [file] = globSync('lbprov-*.tgz', { cwd: whole })
    execFileSync('tar', ['-xzf', join(whole, file!), '--strip-components=1', '-C', own])
    rmSync(whole, { recursive: true })
  })
  return folder
}

function run(...words: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${words.join(' ')}:\n${stdout}${stderr}`)
}

function keep(folder: string, make: (own: string) => void): void {
  if (existsSync(folder)) return
  const own = `${folder}-${process.pid}`
  make(own)
  try {
    renameSync(own, folder)
  } catch {
    // Another worker was quicker.
    rmSync(own, { recursive: true })
  }
}

/** The program of it, for `process.execPath`. */
export const lbprovProgram = async (): Promise<string> => join(await bundled(), 'bin/lbprov.cjs')
