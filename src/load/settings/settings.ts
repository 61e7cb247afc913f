import { dirname, join } from 'node:path'
import type { Problem } from '../../model/errors.ts'
import { didYouMean, nearest } from '../../model/nearest.ts'
import { isInFile, placeOutside, type SourcePosition } from '../../model/position.ts'
import { othersCanChange } from '../playbook/others.ts'
import { fitOf } from '../schema/schema-fit.ts'
import { fullPath, isFile, type Reading, shownPath } from '../text/files.ts'
import { newProblems, stopOn } from '../text/problems.ts'
import { listed, sentences } from '../text/sentences.ts'
import { shown, type Variable } from '../text/variable.ts'
import { readStrictly, rootEntries } from '../text/yaml-file.ts'
import { variableOf } from '../text/yaml-source.ts'
import { findAnsibleCfg, readAnsibleCfg, type Surroundings } from './ansible-cfg.ts'
import { kinds, type SettingWord, settingWords } from './setting-words.ts'

/** What files and the environment settle where the command line says nothing. */
export interface Settings {
  /** By the name of the option. */
  readonly options: ReadonlyMap<string, unknown>
  /** Variables of connections, for hosts whose own say nothing. */
  readonly variables: ReadonlyMap<string, Variable>
  /** What was taken from where, a line each. */
  readonly notes: readonly string[]
}

interface Found {
  readonly value: unknown
  readonly where: SourcePosition
  /** The name it has there. */
  readonly name: string
  /** Where its relative paths begin. */
  readonly folder: string
}

/** The name of the file beside which somebody works. */
export const ownFile = 'lbprov.yaml'

/** Reads ansible.cfg, Ansible's environment, lbprov.yaml and LBPROV_*, of which the later win. Throws a ConfigError. */
export function readSettings(from: Surroundings, warn: (warning: Problem) => void): Settings {
  const reading: Reading = { ...from, problems: newProblems() }
  const cfg = findAnsibleCfg(from, warn)
  const entries = cfg ? readAnsibleCfg(cfg, reading) : new Map()
  const own = ownEntries(from, reading, warn)
  warnOfSlips(from, warn)
  const options = new Map<string, unknown>()
  const variables = new Map<string, Variable>()
  const taken: Found[] = []
  for (const word of settingWords) {
    const found = [
      ...(word.cfg ?? []).flatMap((name) => fromCfg(name, entries.get(name), cfg)),
      ...(word.env ?? []).flatMap((name) => fromEnvironment(name, from)),
      ...(word.own ? [...ofOwn(word.own, own, from), ...fromEnvironment(inEnvironment(word.own), from)] : []),
    ].at(-1)
    const value = found && worthOf(found, word, from, reading)
    if (!found || value === undefined) continue
    taken.push(found)
    if (word.option) options.set(word.option, value)
    else variables.set(word.variable!, { value, text: String(value), locate: () => found.where })
  }
  stopOn(reading.problems)
  return { options, variables, notes: notesOf(taken) }
}

/** Of names in the environment that are near to one that counts; others may be somebody else's. */
function warnOfSlips({ env }: Surroundings, warn: (warning: Problem) => void): void {
  const known = [...settingWords.flatMap(({ own }) => own ?? []), 'yes', 'token']
  for (const name of Object.keys(env)) {
    const word = /^LBPROV_(.+)/.exec(name)?.[1]?.toLowerCase() ?? ''
    const near = known.some((one) => inEnvironment(one) === name) ? undefined : nearest(word, known)
    if (near)
      warn({ message: `${name} in the environment has no effect`, hint: `Did you mean ${inEnvironment(near)}?` })
  }
}

/** The name that a setting of lbprov.yaml has there. */
const inEnvironment = (own: string): string => `LBPROV_${own.toUpperCase()}`

function fromCfg(name: string, entry: { value: string; where: SourcePosition } | undefined, cfg?: string): Found[] {
  const isFlag = entry && /^(?:true|yes|on|1|false|no|off|0)$/i.test(entry.value)
  const value = isFlag ? entry.value.toLowerCase() : entry?.value
  return entry && value ? [{ value, where: entry.where, name: name.replace(/^.*\./, ''), folder: dirname(cfg!) }] : []
}

function fromEnvironment(name: string, { env, cwd }: Surroundings): Found[] {
  const value = env[name]
  return value ? [{ value, where: placeOutside(name), name, folder: cwd }] : []
}

function ownEntries(
  from: Surroundings,
  reading: Reading,
  warn: (warning: Problem) => void,
): ReadonlyMap<string, Variable> {
  const path = join(from.cwd, ownFile)
  if (!isFile(path)) return new Map()
  const others = othersCanChange(path)
  if (others) warn({ message: `${ownFile} is not read: ${others.reason}`, hint: others.remedy })
  const source = others ? undefined : readStrictly(path, reading)
  const entries = source ? rootEntries(source, ownFile, reading.problems) : new Map()
  const names = settingWords.flatMap(({ own }) => own ?? [])
  for (const entry of entries.values()) {
    const { locate } = variableOf(source!, entry)
    const hint = sentences(didYouMean(entry.name, names), `Known are ${listed(names, 20)}.`)
    if (!names.includes(entry.name)) reading.problems.add(locate([], 'key'), `there is no setting ${entry.name}`, hint)
  }
  return new Map([...entries.values()].map((entry) => [entry.name, variableOf(source!, entry)]))
}

function ofOwn(name: string, own: ReadonlyMap<string, Variable>, { cwd }: Surroundings): Found[] {
  const variable = own.get(name)
  return variable ? [{ value: variable.value, where: variable.locate(), name, folder: cwd }] : []
}

function worthOf(found: Found, { kind }: SettingWord, from: Surroundings, { problems }: Reading): unknown {
  const { value, where } = found
  if (!fitOf(kinds[kind].schema)!(value)) {
    const name = isInFile(where) ? `${found.name} ` : ''
    const seen = value === null ? 'has no value' : `is ${shown(value)}`
    problems.add(where, `${name}must be ${kinds[kind].expected}, but ${seen}`)
    return undefined
  }
  const path = (text: string) => pathOf(text, found.folder, from)
  const text = String(value)
  if (kind === 'text') return text.replaceAll('\n', ' ')
  if (kind === 'number') return Number(text)
  if (kind === 'flag') return /^(?:true|yes|on|1)$/i.test(text)
  if (kind === 'path') return path(text)
  const words = (Array.isArray(value) ? value : text.split(',')).map((one: string) => one.trim())
  return words.map(kind === 'paths' ? path : (word) => behindLabel(word, path))
}

/** `prod@file`, `prod@prompt`, or a file alone. */
function behindLabel(word: string, path: (text: string) => string): string {
  const [, label = '', file = word] = /^([^@]*@)(.+)$/.exec(word) ?? []
  return label + (/^prompt(_ask_vault_pass)?$/.test(file) ? file : path(file))
}

function pathOf(text: string, folder: string, { env, home, cwd }: Surroundings): string {
  const written = text.replaceAll(/\$\{?(\w+)\}?/g, (all, name: string) => env[name] ?? all)
  return shownPath(fullPath(written, { cwd: folder, home }), cwd)
}

function notesOf(taken: readonly Found[]): readonly string[] {
  const files = Map.groupBy(taken, ({ where }) => (isInFile(where) ? where.file : 'the environment'))
  return [...files].map(([file, all]) => {
    const names = all.map(({ name, where }) => (isInFile(where) ? `${name} (line ${where.line})` : name))
    return `taken from ${file}: ${listed(names, 30)}`
  })
}
