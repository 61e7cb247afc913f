import type { Checker } from '../cluster/check.ts'
import { type Node, plain, program } from '../conf/block.ts'
import { checkerWords } from '../language/blocks.ts'
import type { CheckerName } from '../language/checker.ts'
import { writtenWhenFalse } from '../language/entry.ts'
import { urlWords } from '../language/url.ts'
import { atLeast } from '../language/version.ts'
import { script } from './script.ts'

/** The checker's block, in the words of that version. */
export function checkerNodes(checker: Checker, version: string): readonly Node[] {
  const { name, words } = checker
  if (cannotRetry(checker, version)) {
    const { retry, delay_before_retry, ...rest } = words
    const comment = `# keepalived ${version} can't retry in TCP_CHECK: one failed attempt takes the server out`
    return [{ head: name, body: [comment, ...wordNodes(rest, version, name)] }]
  }
  return [{ head: name, body: wordNodes(words, version, name) }]
}

/** EL6 (before 1.2.20): TCP_CHECK has no retry and no delay_before_retry, and the parser passes over them in silence. */
export function cannotRetry({ name, words }: Checker, version: string): boolean {
  const asked = (words.retry ?? 1) > 0 || words.delay_before_retry !== undefined
  return name === 'TCP_CHECK' && asked && !atLeast(version, '1.2.20')
}

function wordNodes(words: Readonly<Record<string, unknown>>, version: string, checker: CheckerName): readonly Node[] {
  const written = writtenWhenFalse(checkerWords[checker])
  return Object.keys(checkerWords[checker]).flatMap((key) =>
    words[key] === false ? plain(words, [key], written) : nodeOf(key, words[key], version, checker),
  )
}

function nodeOf(key: string, value: unknown, version: string, checker: string): readonly Node[] {
  if (value === undefined) return []
  if (key === 'url') return [value].flat().map((url) => ({ head: 'url', body: urlNodes(url as UrlWords) }))
  if (value === true) return [key]
  if (key === 'misc_path') return script(key, String(value), version)
  return [`${key === 'retry' ? retryWord(checker, version) : key} ${value}`]
}

type UrlWords = Readonly<Record<string, unknown>>

function urlNodes(url: UrlWords): readonly Node[] {
  return Object.keys(urlWords).flatMap((key) =>
    key === 'regex' ? program(key, url.regex as string | undefined) : plain(url, [key]),
  )
}

/** HTTP_GET and SSL_GET say nb_get_retry up to 1.3.6, retry from 1.3.7 on. */
function retryWord(checker: string, version: string): string {
  const old = (checker === 'HTTP_GET' || checker === 'SSL_GET') && !atLeast(version, '1.3.7')
  return old ? 'nb_get_retry' : 'retry'
}
