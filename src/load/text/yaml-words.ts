import type { YAMLParseError } from 'yaml'

/** What is wrong with a file as YAML, and what to do. */
export interface YamlFault {
  readonly message: string
  readonly hint: string
}

export const quoteStar = 'Put text that begins with * in quotes.'
const closeIt = 'Close it.'
const perhapsBracket = 'Indent it further than its key, and look for brackets that are not closed.'

/** The first that fits the code and message of the parser. */
const faults: readonly (readonly [pattern: RegExp, message: string, hint: string])[] = [
  [/^TAB_AS_INDENT/, 'a tab is used to indent', 'Indent with spaces.'],
  [/^MULTIPLE_DOCS/, 'a second document starts here', 'Keep one document in a file: take the --- away.'],
  [/^NON_STRING_KEY/, 'a list or mapping is used as a key', 'Put it in quotes.'],
  [
    /^MULTILINE_IMPLICIT_KEY/,
    'a line that is no "key: value"',
    'Write a colon and a blank behind the key. Look at the line above, too.',
  ],
  [/Implicit map keys need/, 'a key without its colon', 'Write "key:" or "key: value".'],
  [/^MISSING_CHAR: Flow map/, 'a { is opened and not closed', closeIt],
  [/^MISSING_CHAR: Flow sequence/, 'a [ is opened and not closed', closeIt],
  [/flow-seq-end token/, 'a ] without its [', 'Take it away, or put the value in quotes.'],
  [/flow-map-end token/, 'a } without its {', 'Take it away, or put the value in quotes.'],
  [/^UNEXPECTED_TOKEN: Block scalar header/, 'text behind | or >', 'Begin it on the next line, indented.'],
  [/block-seq-ind on same line/, 'a list item on the line of its key', 'Begin the list on the next line.'],
  [
    /scalar at node end/,
    'something stands behind a value or a list that has ended',
    'Put the whole value in quotes, or indent this line as what it belongs to.',
  ],
  [/^BAD_INDENT: Flow (?:map|sequence)/, 'a line inside of brackets is not indented', perhapsBracket],
  [/^BAD_INDENT/, 'a line is not indented as those beside it', perhapsBracket],
  [/^BAD_DQ_ESCAPE/, 'a \\ in double quotes begins nothing that YAML knows', 'Use single quotes.'],
  [/^MULTIPLE_ANCHORS/, 'a value has two anchors', 'Take one away.'],
]

const hints: Readonly<Record<string, string>> = {
  BAD_SCALAR_START: 'Put the value in quotes.',
  BAD_ALIAS: quoteStar,
}

/** In plain words where they are known. */
export function yamlFault({ code, message, pos }: YAMLParseError, text: string): YamlFault {
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return twoKeys(text.slice(pos[0]).split('\n', 1)[0]!)
  const [, said, hint] = faults.find(([pattern]) => pattern.test(`${code}: ${message}`)) ?? []
  return { message: said ?? message, hint: hint ?? hints[code] ?? 'Look at the line above, too.' }
}

function twoKeys(line: string): YamlFault {
  return /:(?:\s|$)/.test(line)
    ? { message: 'a second "key:" on the same line', hint: 'Put the value in quotes if ": " is part of it.' }
    : {
        message: 'the next line is indented as if it belonged to this value',
        hint: 'Indent it as the key of this line.',
      }
}
