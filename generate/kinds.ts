import { readFileSync } from 'node:fs'
import { table } from './table.ts'

const source = (path: string) => readFileSync(new URL(`../src/${path}`, import.meta.url), 'utf8')

/** Every constructor of a kind that is public, with what its docstring says, in the order of src/index.ts. */
export function kindsTable(): string {
  const files = [...source('index.ts').matchAll(/^export \{[^}]*\} from '\.\/(resources\/[^']+)'/gm)]
  return table(
    ['constructor', 'what it holds'],
    files.flatMap(([, file]) => makersIn(source(file!))),
  )
}

function makersIn(text: string): readonly (readonly string[])[] {
  const makers = text.matchAll(
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport function (\w+)\(((?:(?!^export )[\s\S])*?)\): Resource \{/gm,
  )
  return [...makers].map(([, docs, name, params]) => [
    `\`${name}(${parts(params!)
      .filter((param) => !/: (?:Confirmable)?Meta = /.test(param))
      .map((param) => shapeOf(param, text))
      .join(', ')})\``,
    docs!
      .replaceAll(/^ ?\*? ?/gm, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  ])
}

/** The parameters, each with its type. */
function parts(params: string): readonly string[] {
  return params
    .replaceAll(/\{[^}]*\}/g, (inner) => inner.replaceAll(',', ';'))
    .split(',')
    .map((param) => param.trim())
    .filter((param) => param !== '')
}

/** A parameter as it is called: `{ running, enabled }` where its type has attributes, else its name. */
function shapeOf(param: string, text: string): string {
  const [, name, given = ''] = /^(\w+): (.*?)(?: = .*)?$/s.exec(param)!
  const [, type = given] = /^\w+$/.test(given) ? (new RegExp(`type ${given} = (\\{.*)`).exec(text) ?? []) : []
  const [, list, own = ''] = /^(readonly )?(\w+)/.exec(type) ?? []
  const inline = /^\{ (.*?) \}/.exec(type)?.[1]
  const keys = inline ? [...inline.matchAll(/(\w+):/g)].map(([, key]) => key!) : attributesOf(own, text)
  const shape = keys.length === 0 ? name! : `{ ${keys.join(', ')} }`
  return `${list ? `[${shape}]` : shape}${type.includes('| null') ? ' or null' : ''}`
}

function attributesOf(type: string, text: string): readonly string[] {
  if (type === 'Ownership') return ownership
  const [, attributes] = new RegExp(`type ${type} = (?:\\w+ & )?Values<typeof (\\w+)>`).exec(text) ?? []
  const body = new RegExp(attributes ? `const ${attributes} = \\{(.*?)\\}\n` : `interface ${type} \\{(.*?)\n\\}`, 's')
  const [, inside = ''] = body.exec(text) ?? []
  const key = inside.includes('\n') ? /^ {2}(?:readonly )?(\w+)\??:|^ {2}(\.{3})/gm : /(?:^|, ) ?(\w+):|(\.{3})/g
  return [...inside.matchAll(key)].flatMap(([, name]) => name ?? ownership)
}

/** What `...ownership` stands for. */
const ownership = ['mode', 'owner', 'group']
