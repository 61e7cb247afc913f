import { isScalar } from 'yaml'
import { optionPlace, placeOutside, type SourcePosition } from '../../model/position.ts'
import { fullPath, type Reading } from '../text/files.ts'
import { splitWords, type Word, WordError } from '../text/ini-words.ts'
import { newProblems, type Problems } from '../text/problems.ts'
import { deepFreeze, type Variable, type Variables } from '../text/variable.ts'
import { floating } from '../text/whole-float.ts'
import { parseYaml, rootEntries } from '../text/yaml-file.ts'
import { type Entry, plain, variableOf } from '../text/yaml-source.ts'
import { readVarsFile } from './vars-files.ts'

const option = '--extra-vars'
const otherForms = "The forms are name=value, '{name: value}' and @FILE."

/** The variables of `-e`: `name=value` pairs, a mapping in braces, or `@FILE`; later ones win. */
export function readExtraVars(given: readonly string[], reading: Reading): Variables {
  const all = new Map<string, Variable>()
  for (const text of given) for (const [name, variable] of readOne(text.trim(), reading)) all.set(name, variable)
  return all
}

function readOne(text: string, reading: Reading): Variables {
  if (text.startsWith('@')) return readVarsFile(fullPath(text.slice(1), reading), reading, optionPlace(option, text))
  return text.startsWith('{') ? readMapping(text, reading.problems) : readPairs(text, reading.problems)
}

function readMapping(text: string, problems: Problems): Variables {
  const found = newProblems()
  const source = parseYaml(text, option, found)
  const entries = source ? rootEntries(source, option, found) : new Map<string, Entry>()
  const at = (where: SourcePosition | undefined) => inText(text, where)
  for (const { where, message, hint = otherForms } of found.list()) {
    if (found.incomplete()) problems.lose(at(where), message, hint)
    else problems.add(at(where), message, hint)
  }
  const placed = ({ doubt, ...variable }: Variable): Variable => ({
    ...variable,
    locate: (path, part) => at(variable.locate(path, part)),
    doubt: doubt && { ...doubt, where: at(doubt.where) },
  })
  return new Map([...entries.values()].map((entry) => [entry.name, placed(variableOf(source!, entry))]))
}

function readPairs(text: string, problems: Problems): Variables {
  const vars = new Map<string, Variable>()
  for (const word of wordsOf(text, problems)) {
    const equals = word.text.indexOf('=')
    if (equals > 0) vars.set(word.text.slice(0, equals), pairOf(word, equals, problems))
    else problems.lose(placeOutside(option), `expected name=value, but found ${JSON.stringify(word.text)}`, otherForms)
  }
  return vars
}

function wordsOf(text: string, problems: Problems): readonly Word[] {
  try {
    return splitWords(text)
  } catch (error) {
    if (!(error instanceof WordError)) throw error
    problems.lose(inText(text, error), error.message, 'Put the value in quotes.')
    return []
  }
}

function pairOf(word: Word, equals: number, problems: Problems): Variable {
  const text = word.text.slice(equals + 1)
  const where = optionPlace(option, `${word.text.slice(0, equals)}=…`)
  if (word.cutAt) problems.lose(where, 'a # inside a word begins a comment', 'Put the value in quotes.')
  const value = /^[[{]/.test(text) ? collection(text, where, problems) : scalar(text)
  const exact = () => (typeof value === 'number' && text.includes('.') ? floating(value) : value)
  return { value: deepFreeze(value), text, exact, locate: () => where }
}

function collection(text: string, where: SourcePosition, problems: Problems): unknown {
  const found = newProblems()
  const source = parseYaml(text, option, found)
  for (const { message, hint } of found.list()) problems.add(where, message, hint)
  return source && plain(source, source.document.contents)
}

function scalar(text: string): unknown {
  const source = parseYaml(text, option, newProblems())
  const node = source?.document.contents
  return isScalar(node) && text !== '' && !source!.doubts.has(node) ? node.value : text
}

/** In text that may be long: how it begins, without a value, which may be a password, and the column. */
function inText(text: string, at: { readonly line?: number; readonly column: number } | undefined): SourcePosition {
  const beginning = /^[^=:]*(?:=|:\s?)?/.exec(text)![0].replaceAll(/\s+/g, ' ')
  const { file } = optionPlace(option, `${beginning}…`)
  const line = text.includes('\n') ? `line ${at?.line ?? 1}, ` : ''
  return placeOutside(`${file}, ${line}column ${at?.column ?? 1}`)
}
