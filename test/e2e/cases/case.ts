import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Ended, project, root } from '../support.ts'

export const hosts = 'inventory/hosts'
export const vars = 'inventory/group_vars/all.yml'
export const site = 'playbooks/site.yaml'

/** A file of the good project, what stands in it exactly once, and what takes its place. */
export type Edit = readonly [file: string, from: string, to: string]

/** What is done to the good project. ▶ in a text marks a place that a message must name; it does not get into the file. */
export interface Changes {
  readonly edits?: readonly Edit[]
  readonly files?: Readonly<Record<string, string>>
}

/** A mistake that the program must find by itself, before it contacts anybody, and all that it must say. */
export interface Case extends Changes {
  readonly title: string
  /** After `lbprov run`; `site.yaml -i hosts` unless given. */
  readonly words?: readonly string[]
  /** Each problem in the order of the output: what is wrong, what to do about it, and where, when that is no mark. */
  readonly told: readonly (readonly [wrong: string, todo: string, where?: string])[]
}

/** A project on disk. */
export interface Prepared {
  readonly folder: string
  /** FILE:LINE:COLUMN of each mark. */
  readonly marks: readonly string[]
}

const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** The repository's own site and inventory in a directory of their own, with changes. */
export function prepare({ edits = [], files = {} }: Changes = {}): Prepared {
  const texts = new Map([hosts, vars, site].map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  for (const [file, from, to] of edits) texts.set(file, replacedOnce(texts.get(file)!, from, to))
  for (const [file, text] of Object.entries(files)) texts.set(file, text)
  const marks = [...texts].flatMap(([file, text]) => marksIn(file, text))
  const plain = [...texts].map(([file, text]) => [file, text.replaceAll('▶', '')])
  const folder = project(Object.fromEntries(plain))
  made.push(folder)
  return { folder, marks }
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

export interface Problem {
  readonly where: string | undefined
  readonly wrong: string
  readonly todo: string
}

/** The first line of an error text, and its problems: `WHERE  WRONG` or `--OPTION VALUE: WRONG`, then `→ TODO`; a blank line between files. */
export function problemsIn({ stderr }: Ended): { title: string; problems: readonly Problem[] } {
  const [title = '', ...lines] = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('warning: '))
  const problems: { where: string | undefined; wrong: string; todo: string }[] = []
  for (const line of lines) {
    const [, todo] = /^ {4}→ (.*)/.exec(line) ?? []
    const [, where, wrong = line] = /^(\S+:\d+:\d+) {2}(.*)/.exec(line) ?? /^(--.+?): (.*)/.exec(line) ?? []
    if (todo === undefined) problems.push({ where, wrong, todo: '' })
    else problems.at(-1)!.todo = todo
  }
  return { title, problems }
}

/** What no output may show. A mistaken secret is one all the same. */
export const secrets = {
  authPass: 'k7Qm2xZt',
  long: 'correct-horse',
  digits: '40174117',
  password: 'lbprov-lab',
  wrongPassword: 'Wr0ng-Sesame',
} as const
