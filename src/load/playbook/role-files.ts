import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { didYouMean } from '../../model/nearest.ts'
import type { SourcePosition } from '../../model/position.ts'
import type { Role } from '../../model/role.ts'
import { importModule, importRole } from '../role-module.ts'
import { entriesIn, isFile, type Reading, shownPath } from '../text/files.ts'
import { newProblems } from '../text/problems.ts'
import { listed, sentences } from '../text/sentences.ts'
import { othersCanChange } from './others.ts'
import type { RoleEntry } from './play-draft.ts'

/** A role, and the file it is in. */
export interface FoundRole {
  readonly definition: Role<unknown>
  readonly file: string
}

/** Where roles are looked for: the user's own in these folders, in this order, then lbprov's. */
export interface RolePlaces {
  readonly own: readonly string[]
  readonly builtIn: string
}

const allOf = ({ own, builtIn }: RolePlaces) => [...own, builtIn]
const moduleNames = ['role.ts', 'role.js']

/** Imports every role that is asked for, once. Missing and broken ones are problems. */
export async function loadRoles(
  entries: readonly RoleEntry[],
  places: RolePlaces,
  reading: Reading,
): Promise<ReadonlyMap<string, FoundRole>> {
  const roles = new Map<string, FoundRole>()
  for (const name of new Set(entries.map((entry) => entry.name))) {
    const asked = entries.filter((entry) => entry.name === name)
    const path = findRole(name, places.own)
    const shipped = findRole(name, [places.builtIn])
    const role = path
      ? await loadOwn(path, reading)
      : shipped
        ? await load(shipped, importModule, reading)
        : tellMissing(name, asked, allOf(places), reading)
    if (role) roles.set(name, role)
  }
  return roles
}

/** Every role of these places by name, those that are broken left out. */
export async function rolesAround(places: RolePlaces): Promise<Readonly<Record<string, Role<unknown>>>> {
  const reading: Reading = { cwd: '/', home: '/', problems: newProblems() }
  const found = await otherRoles(new Map(), places, reading)
  return Object.fromEntries([...found].map(([name, { definition }]) => [name, definition]))
}

/** The other roles of these places; what is wrong with them is no matter here. */
export function otherRoles(
  roles: ReadonlyMap<string, FoundRole>,
  places: RolePlaces,
  reading: Reading,
): Promise<ReadonlyMap<string, FoundRole>> {
  const names = rolesIn(allOf(places)).filter((name) => !roles.has(name))
  const entries = names.map((name) => ({ name, tags: [], params: new Map(), where: { file: '', line: 1, column: 1 } }))
  return loadRoles(entries, places, { ...reading, problems: newProblems() })
}

function rolesIn(places: readonly string[]): readonly string[] {
  return [...new Set(places.flatMap(entriesIn))].filter((entry) => findRole(entry, places) !== undefined).sort()
}

function findRole(name: string, places: readonly string[]): string | undefined {
  if (!/^[\w.-]+$/.test(name)) return undefined
  return places.flatMap((place) => moduleNames.map((module) => join(place, name, module))).find(isFile)
}

function tellMissing(
  name: string,
  asked: readonly RoleEntry[],
  places: readonly string[],
  { cwd, problems }: Reading,
): undefined {
  const available = rolesIn(places)
  const hint = sentences(
    didYouMean(name, available),
    findRole(name, [join(cwd, 'roles')]) &&
      'The one in roles/ of the working directory is taken with --roles-path roles.',
    `Looked for ${name}/role.ts in ${listed([...new Set(places)].map((place) => shownPath(place, cwd)))}.`,
    available.length > 0 ? `Roles are ${listed(available, 30)}.` : 'There are no roles there.',
  )
  for (const { where } of asked) problems.lose(where, `there is no role ${name}`, hint)
}

/** A role that others could have written is a program of theirs, and would run as the user. */
async function loadOwn(path: string, reading: Reading): Promise<FoundRole | undefined> {
  const found = othersCanChange(path)
  if (!found) return load(path, importRole, reading)
  const where = { file: shownPath(path, reading.cwd), line: 1, column: 1 }
  reading.problems.lose(where, `the role is not loaded: ${found.reason}`, found.remedy)
  return undefined
}

async function load(
  path: string,
  take: (url: string) => Promise<unknown>,
  { cwd, problems }: Reading,
): Promise<FoundRole | undefined> {
  const file = shownPath(path, cwd)
  try {
    const definition = await take(pathToFileURL(path).href)
    if (isRole(definition)) {
      tellUnknown(definition, file, problems)
      return { definition, file }
    }
    problems.lose(
      { file, line: 1, column: 1 },
      'this is not a role',
      'Write export default defineRole({ params: {…}, resources({ … }) { … } }).',
    )
  } catch (error) {
    const hint = 'The role was not loaded: mend it, or take it out of the playbook.'
    problems.lose(placeOf(error, path, file), `the role cannot be imported: ${messageOf(error)}`, hint)
  }
  return undefined
}

function isRole(value: unknown): value is Role<unknown> {
  const { params, resources } = (value ?? {}) as Partial<Role<unknown>>
  return typeof params === 'object' && params !== null && typeof resources === 'function'
}

const roleKeys = ['params', 'candidates', 'part', 'resources']

function tellUnknown(definition: Role<unknown>, file: string, problems: Reading['problems']): void {
  const where = { file, line: 1, column: 1 }
  for (const key of Object.keys(definition).filter((name) => !roleKeys.includes(name)))
    problems.add(
      where,
      `${key} is not a key of a role`,
      sentences(didYouMean(key, roleKeys), `Keys are ${listed(roleKeys)}.`),
    )
  const { part } = definition
  if (part !== undefined && typeof part !== 'function')
    problems.add(where, 'part must be a function of the params', 'Write part: (params) => ({ cluster: params, … }).')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.trim()}` : String(error)
}

// Syntax errors begin their stack with FILE:LINE; others have FILE:LINE:COLUMN in a frame.
function placeOf(error: unknown, path: string, file: string): SourcePosition {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const lines = stack.split('\n').filter((line) => line.includes(path) || line.includes(pathToFileURL(path).href))
  const [, line, column] = lines.map((text) => /:(\d+)(?::(\d+))?\)?$/.exec(text)).find(Boolean) ?? []
  return { file, line: Number(line ?? 1), column: Number(column ?? 1) }
}
