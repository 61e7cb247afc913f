import { didYouMean } from '../../model/nearest.ts'
import { instead } from '../language/checker.ts'
import { type Grammar, homesOf, isKnown, type Keyword, keywords, type Shape } from '../language/keywords.ts'
import { atLeast } from '../language/version.ts'
import type { Flaw } from './flaw.ts'
import type { Conf } from './parse.ts'
import { keywordOf, type Statement, statements, type Word, whereOf } from './tree.ts'
import type { GrammarCheck } from './walk.ts'

/** Parts of the language that this version lacks (L26). */
export function checkFeatures(features: Conf['features'], version: string): readonly Flaw[] {
  const tooNew = features.filter(({ from = '0', since }) => atLeast(version, from) && !atLeast(version, since))
  return tooNew.map(({ name, since, where, hint: own }) => {
    const hint = own ?? `it came with ${since}; write it out, or use a release with a newer keepalived`
    return flaw('L26', where, `keepalived ${version} has no ${name}`, hint)
  })
}

/** Keywords that this version does not know where they stand (L25, L26). */
export function keywordCheck(version: string): GrammarCheck {
  const flaws: Flaw[] = []
  const isEarly = !atLeast(version, '1.2.20')
  return {
    flaws,
    statement: (statement, keyword, block) => {
      if (!keyword) {
        flaws.push(unknown(statement, block, version))
        return
      }
      if (!keyword.isKnown) flaws.push(outside(keyword, statement, block.path, version))
      // A quote is a word of its own; a text is put together again, a keyword or a name is not.
      const quoted = isEarly ? quotedWord(statement, keyword.shape) : undefined
      if (quoted) flaws.push(inQuotes(quoted, version))
      if ((keyword.shape === 'value') !== (statement.body === null)) flaws.push(otherShape(statement))
    },
  }
}

function otherShape(statement: Statement): Flaw {
  const word = keywordOf(statement)
  return statement.body === null
    ? flaw('syntax', whereOf(statement), `${word} lacks its block`, `write ${word} … { … }`)
    : flaw('syntax', whereOf(statement), `${word} takes no block`, 'take the braces away')
}

function quotedWord({ words, body }: Statement, shape: Shape): Word | undefined {
  const entries = shape === 'list' ? statements(body).flatMap((entry) => entry.words) : []
  return [...(shape === 'value' ? words.slice(0, 1) : words), ...entries].find((word) => word.quoted)
}

function inQuotes({ text, where }: Word, version: string): Flaw {
  const message = `${JSON.stringify(text)} is in quotes, which keepalived ${version} does not take here`
  return flaw('syntax', where, message, 'take the quotes away')
}

function outside({ since, until }: Keyword, statement: Statement, path: string, version: string): Flaw {
  const message = `keepalived ${version} has no ${keywordOf(statement)}${within(path)}`
  return atLeast(version, since)
    ? flaw('L25', whereOf(statement), message, `it went after ${until}; take it away`)
    : flaw('L26', whereOf(statement), message, tooNew(since, statement, path, version))
}

function tooNew(since: string, statement: Statement, path: string, version: string): string {
  const way = instead(keywordOf(statement))
  return `it came with ${since}; ${ignored(statement, path, version)}; ${way}, or use a release with a newer keepalived`
}

/** In authentication it may be a password, or have one in it. */
function unknown(statement: Statement, block: Grammar, version: string): Flaw {
  const word = keywordOf(statement)
  const { path } = block
  const homes = homesOf(word).filter((at) => isKnown(keywords.get(at)!.get(word)!, version))
  const known = [...block.keywords].filter(([, keyword]) => keyword.isKnown)
  const near = didYouMean(
    word,
    known.map(([name]) => name),
  )
  const where = whereOf(statement)
  if (homes.includes(''))
    return flaw('L25', where, `${word} stands inside ${path}`, 'it is an outermost block: a } is missing above')
  const home = homes.length > 0 ? `take it away here: it belongs into ${[...new Set(homes.map(last))].join(', ')}` : ''
  const hint = near || home || `take it away; ${ignored(statement, path, version)}`
  const shown = last(path) === 'authentication' && homes.length === 0 ? '' : ` ${JSON.stringify(word)}`
  return flaw('L25', where, `unknown keyword${shown}${within(path)}`, hint)
}

/**
 * 1.2.x has no else branch behind its keywords; the message "Unknown keyword" came with 1.2.20. No version passes over
 * the braces of a block that it does not know.
 */
function ignored({ body }: Statement, path: string, version: string): string {
  if (body !== null && path !== '') return `its } closes ${last(path)}, and what stands behind it is lost`
  return atLeast(version, '1.2.20')
    ? `keepalived ${version} passes over it`
    : `keepalived ${version} passes over it in silence`
}

const last = (path: string) => path.split(' ').at(-1) || 'the outermost level'
const within = (path: string) => (path === '' ? '' : ` in ${last(path)}`)

function flaw(rule: string, where: Flaw['where'], message: string, hint: string): Flaw {
  return { rule, severity: 'error', where, message, hint }
}
