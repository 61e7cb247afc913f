import type { Path } from '../../model/host.ts'
import type { Check, Wrong } from '../conf/entries/entry.ts'
import { checkRoute } from '../conf/entries/route.ts'
import { checkRule } from '../conf/entries/rule.ts'
import type { Word } from '../conf/tree.ts'
import { routeLines } from '../keepalived/routes.ts'
import type { Remark } from './rule.ts'

/** A route or a rule of the variables. */
export interface Line {
  readonly variable: string
  readonly path: Path
  readonly text: string
  readonly isRoute: boolean
}

const newest = '2.4.3'

/** What no version reads. */
export const unreadWords = (line: Line): readonly Remark[] => remarksOn(line, newest)

/** What that version does not read, and the newest does. */
export function newerWords(line: Line, version: string): readonly Remark[] {
  return wrongIn(line, newest).length === 0 ? remarksOn(line, version) : []
}

function remarksOn(line: Line, version: string): readonly Remark[] {
  const { variable, path, text } = line
  return wrongIn(line, version).map(([, message, expected, severity]) => ({
    variable,
    path,
    message: `${message}: ${text}`,
    hint: `expected ${expected}`,
    ...(severity && { severity }),
  }))
}

/** As the line is written for that version; a rule without its place is L26's. */
function wrongIn({ text, isRoute }: Line, version: string): readonly Wrong[] {
  const hasPlace = isRoute || /(^| )(preference|order|priority) /.test(text)
  const [written = text] = isRoute ? routeLines([text], version) : [hasPlace ? text : `${text} preference 100`]
  const words = written.split(' ').map((word): Word => ({ text: word, quoted: false, where: nowhere }))
  const check: Check = isRoute ? checkRoute : checkRule
  return check({ words: words as [Word, ...Word[]], body: null }, version)
}

const nowhere = { file: '', line: 0, column: 0 }
