import type { Checker } from '../cluster/check.ts'
import { checkerDefaults } from '../cluster/detection.ts'
import type { Service } from '../cluster/service.ts'
import { type Idle, idleWords } from './idle-words.ts'
import type { Remark } from './rule.ts'

/** Whether a checker fetches pages. */
export const isHttp = ({ name }: Checker) => name === 'HTTP_GET' || name === 'SSL_GET'

interface CheckerContext {
  readonly checker: Checker
  readonly service: Service
}

type Url = Readonly<Record<string, unknown>>
const urlsOf = ({ words }: Checker): readonly Url[] => [(words.url ?? []) as Url | readonly Url[]].flat()

const ofChecker: readonly Idle<CheckerContext>[] = [
  {
    words: ['delay_before_retry', 'log_all_failures'],
    when: ({ checker, service }) => checkerDefaults(checker, service.delayLoop)?.retry === 0,
    because: 'with retry 0; there is one attempt',
    hint: 'make retry 1 or more, or leave it out',
  },
  {
    words: ['bind_port'],
    when: ({ checker: { words, name } }) => words.bindto === undefined && name !== 'PING_CHECK',
    because: 'without bindto',
    hint: 'add bindto, or leave it out',
  },
  {
    words: ['connect_port', 'bind_port'],
    when: ({ checker }) => checker.name === 'PING_CHECK',
    because: 'in PING_CHECK; a ping has no port',
    hint: 'take TCP_CHECK, or leave it out',
  },
  {
    words: ['enable_sni'],
    when: ({ checker, service }) =>
      (checker.words.virtualhost ?? service.words.virtualhost) === undefined &&
      urlsOf(checker).every(({ virtualhost }) => virtualhost === undefined),
    because: 'without virtualhost in the checker, its url or the virtual server; there is no name to send',
    hint: 'add virtualhost, or leave it out',
  },
  {
    words: ['virtualhost'],
    when: ({ checker }) => isHttp(checker) && urlsOf(checker).every(({ virtualhost }) => virtualhost !== undefined),
    because: 'while every url has its own',
    hint: 'leave it out',
  },
  {
    words: ['fast_recovery'],
    when: ({ checker }) => urlsOf(checker).length < 2,
    because: 'with one url',
    hint: 'leave it out',
  },
  {
    words: ['min_reply_length', 'max_reply_length'],
    when: ({ checker }) => !checker.words.require_reply,
    because: 'without require_reply; no answer is waited for',
    hint: 'add require_reply: true, or leave it out',
  },
]

const ofUrl: readonly Idle<Url>[] = [
  {
    words: ['regex_no_match', 'regex_options', 'regex_min_offset', 'regex_max_offset'],
    when: ({ regex }) => regex === undefined,
    because: 'without regex',
    hint: 'add regex, or leave it out',
  },
]

/** What does nothing in a checker of the service. */
export function idleInChecker(checker: Checker, service: Service): readonly Remark[] {
  const { words, path } = checker
  const variable = 'virtual_servers'
  return [
    ...idleWords({ variable, path, words, context: { checker, service } }, ofChecker),
    ...urlsOf(checker).flatMap((url, i) => {
      const at = [...path, 'url', ...(Array.isArray(words.url) ? [i] : [])]
      return idleWords({ variable, path: at, words: url, context: url }, ofUrl)
    }),
  ]
}
