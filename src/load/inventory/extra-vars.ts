import { isScalar } from 'yaml'
import type { SourcePosition } from '../../model/position.ts'
import { fullPath, type Reading } from '../text/files.ts'
import { splitWords, type Word, WordError } from '../text/ini-words.ts'
import { newProblems, type Problems } from '../text/problems.ts'
import { deepFreeze, type Variable, type Variables } from '../text/variable.ts'
import { floating } from '../text/whole-float.ts'
import { parseYaml, rootEntries } from '../text/yaml-file.ts'
import { plain, variableOf } from '../text/yaml-source.ts'
import { readVarsFile } from './vars-files.ts'

const option = '--extra-vars'

/** The variables of `-e`: `name=value` pairs, a mapping in braces, or `@FILE`; later ones win. */
export function readExtraVars(given: readonly string[], reading: Reading): Variables {
  const all = new Map<string, Variable>()
  for (const text of given) for (const [name, variable] of readOne(text.trim(), reading)) all.set(name, variable)
  return all
}

function readOne(text: string, reading: Reading): Variables {
  if (text.startsWith('@')) return readVarsFile(fullPath(text.slice(1), reading), reading, at(1))
  return text.startsWith('{') ? readMapping(text, reading.problems) : readPairs(text, reading.problems)
}

function readMapping(text: string, problems: Problems): Variables {
  const source = parseYaml(text, option, problems)
  const entries = source ? rootEntries(source, option, problems) : new Map()
  return new Map([...entries.values()].map((entry) => [entry.name, variableOf(source!, entry)]))
}

function readPairs(text: string, problems: Problems): Variables {
  const vars = new Map<string, Variable>()
  for (const word of wordsOf(text, problems)) {
    const equals = word.text.indexOf('=')
    if (equals > 0) vars.set(word.text.slice(0, equals), pairOf(word, equals, problems))
    else
      problems.lose(
        at(word.column),
        `expected name=value, but found ${JSON.stringify(word.text)}`,
        `Other forms are '{name: value}' and @FILE.`,
      )
  }
  return vars
}

function wordsOf(text: string, problems: Problems): readonly Word[] {
  try {
    return splitWords(text)
  } catch (error) {
    if (!(error instanceof WordError)) throw error
    problems.lose(at(error.column), error.message, 'Put the value in quotes.')
    return []
  }
}

function pairOf(word: Word, equals: number, problems: Problems): Variable {
  const text = word.text.slice(equals + 1)
  const where = at(word.columns[equals + 1]!)
  if (word.cutAt) problems.lose(at(word.cutAt), 'a # inside a word begins a comment', 'Put the value in quotes.')
  const value = /^[[{]/.test(text) ? collection(text, where, problems) : scalar(text)
  const exact = () => (typeof value === 'number' && text.includes('.') ? floating(value) : value)
  return { value: deepFreeze(value), text, exact, locate: (_, part) => (part === 'key' ? at(word.column) : where) }
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

function at(column: number): SourcePosition {
  return { file: option, line: 1, column }
}
