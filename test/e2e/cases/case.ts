import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Ended, project, root } from '../support.ts'

export const hosts = 'inventory/hosts'
export const vars = 'inventory/group_vars/all.yml'
export const site = 'playbooks/site.yaml'

/** A file of the good project, what stands in it exactly once, and what takes its place; ▶ marks where the mistake is. */
export type Edit = readonly [file: string, from: string, to: string]

/** One mistake: what is done to a good project, and all that must be said about it. */
export interface Case {
  readonly title: string
  readonly edits?: readonly Edit[]
  /** Further files; ▶ marks places in them, too. */
  readonly files?: Readonly<Record<string, string>>
  /** After `lbprov run`; `site.yaml -i hosts` unless given. */
  readonly words?: readonly string[]
  /** Problem by problem in the order of the output: what is wrong, and what to do. The first is at the first mark, and so on. */
  readonly told: readonly (readonly [wrong: string | RegExp, todo: string | RegExp])[]
}

/** A project on disk, and the places of the marks in its files, as the program writes them. */
export interface Prepared {
  readonly folder: string
  readonly marks: readonly string[]
  readonly text: string
}

/** The repository's own site and inventory, with the edits of a case. */
export function prepare({ edits = [], files = {} }: Pick<Case, 'edits' | 'files'> = {}): Prepared {
  const texts = new Map([hosts, vars, site].map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  for (const [file, from, to] of edits) texts.set(file, replacedOnce(texts.get(file)!, from, to))
  for (const [file, text] of Object.entries(files)) texts.set(file, text)
  const marks = [...texts].flatMap(([file, text]) => marksIn(file, text))
  const plain = Object.fromEntries([...texts].map(([file, text]) => [file, text.replaceAll('▶', '')]))
  return { folder: project(plain), marks, text: Object.values(plain).join('\n') }
}

function replacedOnce(text: string, from: string, to: string): string {
  const parts = text.split(from)
  if (parts.length !== 2) throw new Error(`${JSON.stringify(from)} is there ${parts.length - 1} times, not once`)
  return parts.join(to)
}

function marksIn(file: string, text: string): string[] {
  return text.split('\n').flatMap((line, i) => {
    const column = line.indexOf('▶') + 1
    return column > 0 ? [`${file}:${i + 1}:${column}`] : []
  })
}

export interface Told {
  readonly place: string | null
  readonly wrong: string
  readonly todo: string
}

/** The problems in an error text: `PLACE  WRONG` and lines of `→ TODO`, a blank line between files. */
export function problemsIn({ stderr }: Ended): { title: string; problems: Told[] } {
  const [title = '', ...lines] = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('warning: '))
  const problems: { place: string | null; wrong: string; todo: string }[] = []
  for (const line of lines) {
    const hint = /^ {4}(?:→| ) (.*)/.exec(line)?.[1]
    if (hint !== undefined && problems.length > 0) problems.at(-1)!.todo += `${hint}\n`
    else {
      const [, place = null, wrong = line] = /^(\S+:\d+:\d+) {2}(.*)/.exec(line) ?? []
      problems.push({ place, wrong, todo: '' })
    }
  }
  return { title, problems }
}
