import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'rolldown'

/** Loaded only by what needs it: left to npm. */
const apart = ['@viz-js/viz', 'ajv', 'diff', 'handlebars', 'listr2', 're2js']

/** What packages bring and lbprov does without. Agents for Node's HTTP client, which take long to load, and programs as subcommands, are empty; parts built by a compiler are null, and so never looked for in the folders above the package. */
const unused: Plugin = {
  name: 'unused',
  resolveId(id, importer = '') {
    if (/\.node$|^cpu-features$/.test(id)) return '\0absent'
    return id === './http-agents.js' || (id === 'node:child_process' && /commander/.test(importer)) ? '\0empty' : null
  },
  load(id) {
    if (id === '\0absent') return 'module.exports = null'
    return id === '\0empty' ? 'export default {}' : null
  },
}

/** An import of a builtin module makes a namespace of all that is in it, even what Node itself would load only when asked for: 8 ms of every start. */
const builtins: Plugin = {
  name: 'builtins',
  renderChunk: (code) =>
    code.replace(
      /^import (?:([\w$]+), )?([\w$]+|\* as [\w$]+|\{[^}]+\}) from "([\w/:]+)";$/gm,
      (line, whole: string | undefined, names: string, id: string) => {
        if (!isBuiltin(id)) return line
        const made = [...(whole ? [whole] : []), names.replace(/^\* as /, '').replaceAll(' as ', ': ')]
        return made.map((taken) => `const ${taken} = process.getBuiltinModule("${id}");`).join(' ')
      },
    ),
}

/** The columns of text in other letters take 13 ms to get ready for: with the first such text. */
const late: Plugin = {
  name: 'late',
  transform(code, id) {
    if (!id.endsWith('/src/ui/width.ts')) return null
    const made = code.replace(/^import (\w+) from ('string-width')$/m, 'const $1 = (text) => require($2).default(text)')
    if (made === code) throw new Error(`${id} no longer imports string-width as is known here`)
    return made
  },
}

const entries = (...paths: readonly string[]) =>
  Object.fromEntries(paths.map((path) => [path.replace(/\.ts$/, ''), path]))

/** One letter that is not Latin-1, be it in a comment, makes V8 keep the whole file in two bytes a letter. In a script it would be sent as written here. */
const latin1: Plugin = {
  name: 'latin-1',
  generateBundle(_options, bundle) {
    for (const part of Object.values(bundle)) {
      if (part.type !== 'chunk') continue
      if (/\bsh`[^`]*[^\0-\xff]/.test(part.code))
        throw new Error(`${part.fileName}: a script with a letter that is not Latin-1`)
      part.code = part.code.replace(/[^\0-\xff]/g, escaped)
    }
  },
}

const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`

/** The licence of every package that is put into the bundle, as `licenses.txt`. */
const licenses: Plugin = {
  name: 'licenses',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
    const packages = new Set(modules.flatMap((id) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []))
    const texts = [...packages].toSorted().map((folder) => {
      const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const [file] = globSync('{LICENSE,LICENCE,license}*', { cwd: folder })
      if (!file && !license) throw new Error(`${folder} has no licence`)
      const text = file
        ? readFileSync(join(folder, file), 'utf8').trim()
        : `${license}, by ${[author].flat().join(', ')}`
      return `${name} ${version}\n\n${text}\n`
    })
    this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: texts.join(`\n${'-'.repeat(80)}\n\n`) })
  },
}

/** What lbprov/testing reads: files of facts, beside its code. */
const systems: Plugin = {
  name: 'systems',
  generateBundle() {
    for (const fileName of globSync('src/testing/systems/*'))
      this.emitFile({ type: 'asset', fileName, source: readFileSync(fileName, 'utf8') })
  },
}

/** Programs of the benchmark that take lbprov apart, from the same files that are published. */
const measured = process.env.LBPROV_BENCH ? ['bench/offline.ts'] : []

/** What every start loads is in a few files (docs/decisions/0007-the-package-is-a-bundle.md); roles stay as they are written. */
export default defineConfig([
  {
    input: entries('src/cli/bin.ts', 'src/index.ts', 'src/lvs/index.ts', 'src/testing/index.ts', ...measured),
    platform: 'node',
    external: apart,
    plugins: [unused, late, builtins, latin1, licenses, systems],
    transform: { define: { __dirname: 'import.meta.dirname' } },
    // As deep as the folders of src: modules find the roles and the index from where they are.
    output: {
      dir: 'dist',
      entryFileNames: '[name].js',
      chunkFileNames: 'src/parts/[name]-[hash].js',
      // Small ones that many share in one file.
      codeSplitting: {
        groups: [
          {
            name: 'core',
            test: /src.(shell|model).|src.load.settings.setting-words[.]|src.lvs.cluster.detection[.]|src.ui.(ascii|sink|printable|redact|secret-forms|paint|clean)[.]/,
          },
          // Else what lbprov/testing has of it is one more file of each start.
          { name: 'run', test: /src.engine.(?!gather)|src.resources.facts./ },
          {
            name: 'reading',
            test: /src.load.(text|template|connection|playbook|inventory.(?!explain|shown|chosen|held-write))/,
          },
          { name: 'small', test: /src.cli.(ask|bugs|memory|out|print-scripts|signals|who)[.]|src.ui.json[.]/ },
          {
            name: 'results',
            test: /src.ui.(changes|failures|group|hosts|own-words|patch|progress|recap|results|stages|words)[.]/,
          },
        ],
      },
    },
  },
  {
    input: entries(...globSync('roles/**/*.ts')),
    platform: 'node',
    external: /^lbprov/,
    output: { dir: 'dist', entryFileNames: '[name].js' },
  },
])
