import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A name of a package's public API, and what its declaration says. */
export interface Exported {
  /** As it is imported. */
  readonly name: string
  readonly isDocumented: boolean
  /** Types that its declaration names and that the package does not export; of an alias, not the aliases of its module by which it is worked out. */
  readonly unexported: readonly string[]
}

interface Declared {
  readonly text: string
  readonly isDocumented: boolean
  /** An alias, such as is made of other types. */
  readonly isAlias: boolean
  /** Its module keeps it to itself. */
  readonly isPrivate: boolean
}

interface Module {
  readonly declared: ReadonlyMap<string, Declared>
  /** Imported and re-exported names, with what they are and where from. */
  readonly foreign: ReadonlyMap<string, { readonly name: string; readonly file: string }>
}

/** What the declaration files `entries`, as tsc writes them, export. */
export function exportsOf(entries: readonly string[]): readonly Exported[] {
  const modules = new Map<string, Module>()
  const moduleOf = (file: string): Module => {
    const known = modules.get(file) ?? readModule(file)
    modules.set(file, known)
    return known
  }
  const find = (file: string, name: string): { readonly file: string; readonly name: string } | null => {
    if (!existsSync(file)) return null
    const { declared, foreign } = moduleOf(file)
    const other = foreign.get(name)
    return declared.has(name) ? { file, name } : other ? find(other.file, other.name) : null
  }
  const found = entries.flatMap((entry) =>
    [...moduleOf(entry).foreign.keys()].map((as) => ({ as, at: find(entry, as)! })),
  )
  const known = new Set(found.map(({ at }) => `${at.file} ${at.name}`))
  return found.map(({ as, at }) => {
    const { text, isDocumented, isAlias } = moduleOf(at.file).declared.get(at.name)!
    const types = new Set([...plain(text).matchAll(/(?<!typeof )\b[A-Z]\w*/g)].map(([name]) => name))
    const places = [...types].map((name) => find(at.file, name)).filter((place) => place !== null)
    const isStep = ({ file, name }: { readonly file: string; readonly name: string }) => {
      const other = moduleOf(file).declared.get(name)!
      return isAlias && other.isAlias && other.isPrivate
    }
    const unexported = places
      .filter((place) => !known.has(`${place.file} ${place.name}`) && !isStep(place))
      .map(({ name }) => name)
    return { name: as, isDocumented, unexported }
  })
}

function readModule(file: string): Module {
  const text = readFileSync(file, 'utf8')
  const foreign = [...text.matchAll(/^(?:import|export) (?:type )?\{([^}]*)\} from '([^']+)';/gm)].flatMap(
    ([, names, from]) =>
      names!.split(',').flatMap((each) => {
        const [, name, as = name] = /^\s*(?:type )?(\w+)(?: as (\w+))?/.exec(each) ?? []
        return name ? [[as!, { name, file: join(dirname(file), from!.replace(/\.[jt]s$/, '.d.ts')) }] as const] : []
      }),
  )
  const begins = /^(?:export )?(?:declare )?(?:abstract )?(?:const|function|interface|type|class) (\w+)/gm
  const starts = [...text.matchAll(begins)]
  const declared = starts.map(({ 0: begin, 1: name, index }, i): readonly [string, Declared] => {
    const body = text.slice(index + begin.length, starts[i + 1]?.index)
    const isDocumented = text.slice(0, index).trimEnd().endsWith('*/')
    return [
      name!,
      { text: body, isDocumented, isAlias: /\btype \w+$/.test(begin), isPrivate: !begin.startsWith('export ') },
    ]
  })
  return { foreign: new Map(foreign), declared: new Map(declared) }
}

/** Without comments and texts. */
const plain = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'/g, '')
