import { didYouMean } from '../../model/nearest.ts'
import { instead } from '../language/checker.ts'
import { type Grammar, grammarOf, homesOf, isKnown, type Keyword, keywords, type Shape } from '../language/keywords.ts'
import { atLeast } from '../language/version.ts'
import type { Flaw } from './flaw.ts'
import type { Conf } from './parse.ts'
import { type ConfNode, keywordOf, type Statement, statements, whereOf } from './tree.ts'

/** Keywords that this version does not know where they stand (L25, L26), and parts of the language that it lacks. */
export function checkKeywords({ nodes, features }: Pick<Conf, 'nodes' | 'features'>, version: string): readonly Flaw[] {
  const tooNew = features.filter(({ from = '0', since }) => atLeast(version, from) && !atLeast(version, since))
  const flaws = tooNew.map(({ name, since, where, hint: own }) => {
    const hint = own ?? `it came with ${since}; write it out, or use a release with a newer keepalived`
    return flaw('L26', where, `keepalived ${version} has no ${name}`, hint)
  })
  checkBlock(nodes, grammarOf(version), version, flaws)
  return flaws
}

function checkBlock(nodes: readonly ConfNode[] | null, block: Grammar, version: string, flaws: Flaw[]): void {
  for (const statement of statements(nodes)) checkStatement(statement, block, version, flaws)
}

function checkStatement(statement: Statement, block: Grammar, version: string, flaws: Flaw[]): void {
  const word = keywordOf(statement)
  const keyword = block.keywords.get(word)
  if (!keyword) {
    flaws.push(unknown(statement, block, version))
    return
  }
  const { body } = statement
  const { shape, inner } = keyword
  flaws.push(...outside(keyword, statement, block.path, version), ...quotedWords(statement, shape, version))
  if (shape === 'value' && body !== null)
    flaws.push(flaw('syntax', whereOf(statement), `${word} takes no block`, 'take the braces away'))
  else if (shape !== 'value' && body === null)
    flaws.push(flaw('syntax', whereOf(statement), `${word} lacks its block`, `write ${word} … { … }`))
  else if (inner) checkBlock(body, inner, version, flaws)
}

/** Before 1.2.20 a quote is a word of its own; a text is put together again, a keyword or a name is not. */
function quotedWords({ words, body }: Statement, shape: Shape, version: string): readonly Flaw[] {
  if (atLeast(version, '1.2.20')) return []
  const entries = shape === 'list' ? statements(body).flatMap((entry) => entry.words) : []
  const quoted = [...(shape === 'value' ? words.slice(0, 1) : words), ...entries].find((word) => word.quoted)
  if (!quoted) return []
  return [
    flaw(
      'syntax',
      quoted.where,
      `${JSON.stringify(quoted.text)} is in quotes, which keepalived ${version} does not take here`,
      'take the quotes away',
    ),
  ]
}

function outside(keyword: Keyword, statement: Statement, path: string, version: string): readonly Flaw[] {
  const { since, until, isKnown } = keyword
  if (isKnown) return []
  const message = `keepalived ${version} has no ${keywordOf(statement)}${within(path)}`
  if (!atLeast(version, since))
    return [flaw('L26', whereOf(statement), message, tooNew(since, statement, path, version))]
  return [flaw('L25', whereOf(statement), message, `it went after ${until}; take it away`)]
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
