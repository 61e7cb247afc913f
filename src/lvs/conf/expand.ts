import { isList } from '../language/keywords.ts'
import { withoutComment } from './comment.ts'
import { conditional, conditionNotes, type PassedLine, passedLines } from './condition.ts'
import { type Definition, definitionOf, givenDefinition, leftReferences, replaceDefinitions } from './definitions.ts'
import { type Feature, featureOf, gluedComment, isPlain } from './feature.ts'
import { type Flaw, syntaxFlaw } from './flaw.ts'
import { type ConfOptions, inclusionOf } from './include.ts'
import { glue, type Line, lineOf, positionAt, slice, splice, trim } from './line.ts'
import { isSequence, sequenceOf } from './sequence.ts'

/** What is found while includes, conditions, definitions and sequences are worked out. */
export interface Expanded {
  readonly flaws: readonly Flaw[]
  /** What was used that not every version of keepalived has. */
  readonly features: readonly Feature[]
}

/** `passed`: lines that a condition leaves out. */
type Whole = Expanded & { readonly passed: readonly PassedLine[] }
type Take = (line: Line, isComment: boolean) => void

interface State {
  readonly options: ConfOptions
  readonly definitions: Map<string, Definition>
  readonly take: Take
  readonly flaws: Flaw[]
  readonly features: Feature[]
  readonly passed: PassedLine[]
  /** Files that are being read, outermost first. */
  readonly files: readonly string[]
  /** How many definitions the line at hand came out of. */
  readonly depth: number
  readonly work: { steps: number; isTold: boolean }
  /** The lines that began the blocks that are open, outermost first. */
  readonly blocks: string[]
}

/** Definitions of several lines may hold one another this deep. */
const deepest = 50

/** Most lines, of 64 characters, that a configuration may come to beside those of its file, read or left out; definitions and files that use each other double quickly. */
const mostLines = 200_000

/** Bytes of a line (MAXBUF in lib/parser.h). */
const longest = 1023

function tooLong(line: Line): Flaw {
  return syntaxFlaw(
    positionAt(line, 0),
    `the line is longer than ${longest} letters, which keepalived does not read`,
    'part it',
  )
}

/** Gives to `take` the lines that keepalived works on, after includes, conditions, definitions and sequences, and comments. Positions are those of the text; what a definition put in is where it was used. */
export function expand(text: string, options: ConfOptions, take: Take): Whole {
  const builtIn = {
    _HASH: '#',
    _BANG: '!',
    _RANDOM: '0',
    _PWD: directoryOf(options.file),
    ...(options.instance === undefined ? {} : { _INSTANCE: options.instance }),
  }
  const lines = text.split('\n')
  const definitions = Object.entries(builtIn).map(([name, value]) => [name, givenDefinition(value)] as const)
  const state: State = {
    options,
    definitions: new Map(definitions),
    take,
    flaws: [],
    features: [],
    passed: [],
    files: [],
    depth: 0,
    // At least as many as its lines take.
    work: { steps: -(lines.length + (text.length >> 6)), isTold: false },
    blocks: [],
  }
  readFile(options.file, lines, state)
  return { flaws: state.flaws, features: state.features, passed: state.passed }
}

function readFile(file: string, lines: readonly string[], outer: State): void {
  const state = { ...outer, files: [...outer.files, file] }
  let open: { readonly name: string; readonly lines: Line[] } | null = null
  const close = () => {
    if (open) state.definitions.set(open.name, { lines: open.lines, multiline: true })
    open = null
  }
  for (let i = 0; i < lines.length; i++) {
    const raw = lineOf(lines[i]!, file, i + 1)
    const trimmed = trim(raw)
    if (!open && raw.text.length <= longest && isPlain(trimmed)) {
      readPlainly(trimmed, state)
      continue
    }
    if (isMarkedComment(raw)) {
      state.flaws.push(byteOrderMark(raw))
      continue
    }
    const { line, comment, continued, flaws, glued } = withoutComment(raw, outer.options.version)
    if (glued) state.features.push(gluedComment(line))
    state.flaws.push(...flaws)
    const notes = conditionNotes(raw, line)
    state.flaws.push(...notes.flaws)
    state.features.push(...notes.features)
    if (comment) state.take(comment, true)
    if (raw.text.length > longest) state.flaws.push({ ...tooLong(raw), ...(line.text === '' && { from: '1.2.20' }) })
    if (open) {
      if (comment && line.text === '') {
        if (!/\\\s*$/.test(raw.text)) close()
        continue
      }
      if (line.text !== '') (open as { lines: Line[] }).lines.push(line)
      if (!continued) close()
      continue
    }
    const started = readLine(continued && !isDefinition(line, state) ? withBackslash(line) : line, state)
    if (started !== null && continued) open = { name: started, lines: [...state.definitions.get(started)!.lines] }
  }
  close()
}

function readPlainly(line: Line, state: State): void {
  if (!tooMuch(line, state) && line.text !== '') put(line, state)
}

const isMarkedComment = ({ text }: Line) => /^\ufeff\s*[#!]/.test(text)

/** To 1.2.x it is a word that it does not know, and passes over. */
function byteOrderMark(line: Line): Flaw {
  const message = 'a byte order mark stands before the comment'
  const hint = 'save the file without it'
  return { rule: 'L25', severity: 'error', where: positionAt(line, 0), message, hint, from: '1.2.20' }
}

/** The names that keepalived itself gives came later, and stand in the text alone. */
const isBuiltIn = ({ text }: Line) => !/\$\{?(?!_[A-Z])[A-Za-z_]/.test(text)

function put(line: Line, { take, blocks }: State): void {
  if (line.text === '}') blocks.pop()
  else if (line.text.endsWith('{')) blocks.push(line.text)
  take(line, false)
}

/** Before 2.1.0 only the lines of other blocks are looked at for includes and sequences. */
function noteInList(name: string, line: Line, { blocks, features }: State): void {
  const [keyword = ''] = /^[^\s{]*/.exec(blocks.at(-1) ?? '') ?? []
  if (isList(keyword)) features.push({ name: `${name} within a list`, since: '2.1.0', where: positionAt(line, 0) })
}

const isDefinition = (line: Line, state: State) => definitionOf(conditional(line, state.options) ?? line) !== null

function withBackslash(line: Line): Line {
  return splice(line, line.text.length, line.text.length, '\\')
}

/** Reads one line; the name of the definition that it is, null when it is none. */
function readLine(given: Line, state: State): string | null {
  if (tooMuch(given, state)) return null
  state.features.push(...featureOf(given))
  const line = conditional(given, state.options)
  if (line === null) state.passed.push(...passedLines(given))
  if (line === null || line.text === '') return null
  const definition = definitionOf(line)
  if (definition) {
    const lines = definition.value.text === '' ? [] : [definition.value]
    state.definitions.set(definition.name, { lines, multiline: false })
    return definition.name
  }
  if (isSequence(line)) readSequence(line, state)
  else readPlain(line, state)
  return null
}

function readSequence(given: Line, state: State): void {
  const close = given.text.indexOf(')')
  const head = replaceDefinitions(slice(given, 0, close + 1), state.definitions).line
  const tail = slice(given, close + 1)
  const sequence = sequenceOf(glue(head, tail))
  if (!sequence) {
    const hint = 'expected ~SEQ(NAME, start, step, end) text or ~LST({A, B}, {1, 2}, {3, 4}) text'
    state.flaws.push(syntaxFlaw(positionAt(given, 0), 'the sequence can not be read', hint))
    return
  }
  noteInList('sequence', given, state)
  for (const round of sequence.rounds) {
    state.work.steps += sequence.text.text.length >> 3
    for (const [name, value] of Object.entries(round)) state.definitions.set(name, givenDefinition(value))
    readLine(sequence.text, state)
  }
}

function readPlain(given: Line, state: State): void {
  const untouched = { line: given, rest: [], changed: false, endless: false }
  const { line, rest, changed, endless } = given.text.startsWith('~')
    ? untouched
    : replaceDefinitions(given, state.definitions)
  if (endless || state.depth > deepest) {
    const flaw = syntaxFlaw(positionAt(given, 0), 'a definition uses itself', 'take it out of its own text')
    if (!state.flaws.some(({ message }) => message === flaw.message)) state.flaws.push(flaw)
  } else if (changed) {
    if (!isBuiltIn(given)) state.features.push({ name: '$ definitions', since: '1.4.0', where: positionAt(given, 0) })
    for (const next of [line, ...rest]) readLine(withoutComment(next).line, { ...state, depth: state.depth + 1 })
  } else {
    noteReferences(line, state)
    const inclusion = inclusionOf(line, state.options, state.files)
    if (inclusion === null) put(line, state)
    else noteInList('include', line, state)
    state.flaws.push(...(inclusion?.flaws ?? []))
    state.features.push(...(inclusion?.features ?? []))
    for (const { file, text } of inclusion?.files ?? []) readFile(file, text.split('\n'), state)
  }
}

function noteReferences(line: Line, state: State): void {
  for (const { name, known, where } of leftReferences(line, state.definitions)) {
    const message = known ? `$${name} is not replaced here` : `${name} is not defined`
    const hint = known ? `write \${${name}}; several lines go at the end of a line` : `add $${name}=… above`
    state.flaws.push({ rule: 'syntax', severity: 'warning', where, message, hint })
  }
}

function tooMuch(line: Line, { work, flaws }: State): boolean {
  work.steps += 1 + (line.text.length >> 6)
  if (work.steps <= mostLines) return false
  const message = `files, definitions and sequences come to more than ${mostLines} lines`
  if (!work.isTold) flaws.push(syntaxFlaw(positionAt(line, 0), message, 'look for one that uses itself'))
  work.isTold = true
  return true
}

function directoryOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) || '/' : '.'
}
