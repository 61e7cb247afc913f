import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'rolldown'

/** Loaded only by what needs it: left to npm. */
const apart = ['ajv', 'diff', 'handlebars', 'listr2', 'node-ssh', 'ssh2']

const entries = (...paths: readonly string[]) =>
  Object.fromEntries(paths.map((path) => [path.replace(/\.ts$/, ''), path]))

/** The licence of every package that is put into the bundle, as `licenses.txt`. */
const licenses: Plugin = {
  name: 'licenses',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
    const packages = new Set(modules.flatMap((id) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []))
    const texts = [...packages].toSorted().map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const [file] = globSync('{LICENSE,LICENCE,license}*', { cwd: folder })
      if (!file) throw new Error(`${folder} has no licence`)
      return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
    })
    this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: texts.join(`\n${'-'.repeat(80)}\n\n`) })
  },
}

/** What every start loads is in a few files (docs/decisions/0007-the-package-is-a-bundle.md); roles stay as they are written. */
export default defineConfig([
  {
    input: entries('src/cli/bin.ts', 'src/index.ts', 'src/lvs/index.ts'),
    platform: 'node',
    external: apart,
    plugins: [licenses],
    // As deep as the folders of src: modules find the roles and the index from where they are.
    output: { dir: 'dist', entryFileNames: '[name].js', chunkFileNames: 'src/parts/[name]-[hash].js' },
  },
  {
    input: entries(...globSync('roles/**/*.ts')),
    platform: 'node',
    external: /^lbprov/,
    output: { dir: 'dist', entryFileNames: '[name].js' },
  },
])
