import { homedir } from 'node:os'
import type { Argument, Command, Option } from 'commander'
import { namesIn } from '../load/inventory/chosen.ts'
import { loadSite } from '../load/site.ts'
import { builtInRoles } from './site.ts'

/** One thing that may be typed, and what it is. */
export interface Candidate {
  readonly word: string
  readonly about?: string | undefined
}

/** Stands for the names of files, which the shell knows best. */
export const files = ':files'

/** What may stand in place of the last word of a command line, `lbprov` itself left out. */
export async function candidates(program: Command, words: readonly string[]): Promise<readonly Candidate[]> {
  const typed = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const { command, rest } = commandIn(program, before)
  const all = await possible(command, rest, before, typed)
  // What is listed with commas is completed at its end.
  const [, head = '', tail = typed] = /^(.*[,:!&])([^,:!&]*)$/.exec(typed) ?? []
  return all
    .filter(({ word }) => word.startsWith(typed) || (head !== '' && word.startsWith(tail)) || word === files)
    .map((one) => (one.word.startsWith(typed) || one.word === files ? one : { ...one, word: head + one.word }))
}

function commandIn(program: Command, words: readonly string[]): { command: Command; rest: readonly string[] } {
  const [first, ...rest] = words
  const found = program.commands.find((one) => one.name() === first)
  return found ? commandIn(found, rest) : { command: program, rest: words }
}

async function possible(
  command: Command,
  rest: readonly string[],
  words: readonly string[],
  typed: string,
): Promise<readonly Candidate[]> {
  const option = command.options.find((one) => takesValue(one) && is(one, rest.at(-1)))
  const about = { command, words }
  if (option) return valuesOf(option, about)
  if (typed.startsWith('-')) return command.options.filter(({ hidden }) => !hidden).map(optionWord)
  if (command.commands.length > 0) return command.commands.filter(isShown).map(commandWord)
  const argument = command.registeredArguments[argumentsIn(command, rest)] ?? command.registeredArguments.at(-1)
  return argument ? valuesFor(argument, about) : []
}

const is = ({ short, long }: Option, word: string | undefined) =>
  word !== undefined && (word === short || word === long)
const takesValue = ({ required, optional }: Option) => required || optional
const isShown = (command: Command) => !('_hidden' in command && command._hidden === true)
const commandWord = (one: Command): Candidate => ({ word: one.name(), about: one.description() })
const optionWord = (one: Option): Candidate => ({ word: one.long ?? one.short ?? '', about: one.description })

/** How many arguments are there already: words that are neither options nor their values. */
function argumentsIn(command: Command, rest: readonly string[]): number {
  const isValue = (i: number) => i > 0 && command.options.some((one) => takesValue(one) && is(one, rest[i - 1]))
  return rest.filter((word, i) => !word.startsWith('-') && !isValue(i)).length
}

/** The command, and all words before the one that is typed. */
interface About {
  readonly command: Command
  readonly words: readonly string[]
}

const hostOptions = ['--limit', '--from', '--to', '--host']
const nameless = (word: string): Candidate => ({ word })

async function valuesOf(option: Option, about: About): Promise<readonly Candidate[]> {
  const { long, argChoices } = option
  if (argChoices) return argChoices.map(nameless)
  if (hostOptions.includes(long ?? '') || /<host/.test(option.flags)) return hosts(about)
  if (long === '--tags' || long === '--skip-tags') return tags(about)
  if (/<rule>/.test(option.flags)) return ruleWords()
  return /file|folder|directory|inventory|vars/i.test(option.flags) ? [{ word: files }] : []
}

async function valuesFor(argument: Argument, about: About): Promise<readonly Candidate[]> {
  const name = argument.name()
  if (argument.argChoices) return argument.argChoices.map(nameless)
  if (name === 'pattern') return hosts(about)
  return name === 'host' ? [...(await hosts(about)), { word: files }] : [{ word: files }]
}

async function ruleWords(): Promise<readonly Candidate[]> {
  const { rules } = await import('../lvs/lint/rules.ts')
  return rules.map(({ id, title }) => ({ word: id, about: title }))
}

/** The values of -i that were typed or, without one, what settings say. */
function inventories({ command, words }: About): readonly string[] {
  const typed = words.flatMap((word, i) => {
    const [, joined] = /^--inventory=(.+)$/.exec(word) ?? []
    return joined ?? (['-i', '--inventory'].includes(words[i - 1] ?? '') ? word : [])
  })
  return typed.length > 0 ? typed : (command.getOptionValue('inventory') ?? [])
}

const readingFrom = (about: About) => ({
  inventory: inventories(about),
  cwd: process.cwd(),
  home: homedir(),
  env: process.env,
})

function hosts(about: About): readonly Candidate[] {
  const { hosts: names, groups } = namesIn(readingFrom(about))
  return [...groups.map((word) => ({ word, about: 'group' })), ...names.map((word) => ({ word, about: 'host' }))]
}

/** Of the playbook that was typed, or that settings name: a role is a tag of its steps. */
async function tags(about: About): Promise<readonly Candidate[]> {
  const [first] = about.command.registeredArguments
  const usual = first?.name() === 'playbook' ? first.defaultValue : undefined
  const playbook = about.words.find((word) => /\.ya?ml$/.test(word)) ?? usual
  if (typeof playbook !== 'string') return []
  const { plays } = await loadSite({ playbook, rolesBuiltIn: builtInRoles, ...readingFrom(about) })
  const all = plays.flatMap(({ assignments }) => [...assignments.values()].flat())
  return [...new Set(all.flatMap(({ role, tags: own }) => [role, ...own]))].toSorted().map(nameless)
}
