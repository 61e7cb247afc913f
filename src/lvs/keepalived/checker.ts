import type { Checker } from '../check.ts'
import { atLeast } from '../version.ts'
import type { Node } from './block.ts'

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

function wordNodes(words: Readonly<Record<string, unknown>>, version: string, checker: string): readonly Node[] {
  return order.flatMap((key) => nodeOf(key, words[key], version, checker))
}

function nodeOf(key: string, value: unknown, version: string, checker: string): readonly Node[] {
  if (value === undefined || value === false) return []
  if (key === 'url') return [{ head: 'url', body: urlNodes(value as Readonly<Record<string, unknown>>) }]
  if (value === true) return [key]
  if (key === 'misc_path') return [`misc_path "${value}"`]
  return [`${key === 'retry' ? retryWord(checker, version) : key} ${value}`]
}

function urlNodes(url: Readonly<Record<string, unknown>>): readonly Node[] {
  return ['path', 'status_code', 'digest', 'virtualhost'].flatMap((key) =>
    url[key] === undefined ? [] : [`${key} ${url[key]}`],
  )
}

/** HTTP_GET and SSL_GET say nb_get_retry up to 1.3.6, retry from 1.3.7 on. */
function retryWord(checker: string, version: string): string {
  const old = (checker === 'HTTP_GET' || checker === 'SSL_GET') && !atLeast(version, '1.3.7')
  return old ? 'nb_get_retry' : 'retry'
}

/** What is checked, from where, then how patiently. */
const order = [
  'enable_sni',
  'url',
  'helo_name',
  'type',
  'name',
  'misc_path',
  'misc_timeout',
  'misc_dynamic',
  'user',
  'payload',
  'require_reply',
  'connect_ip',
  'connect_port',
  'bindto',
  'connect_timeout',
  'retry',
  'delay_before_retry',
  'warmup',
]
