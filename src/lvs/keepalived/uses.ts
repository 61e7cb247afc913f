import type { Path } from '../../model/host.ts'
import type { Checker } from '../cluster/check.ts'
import type { Cluster, ClusterData } from '../cluster/cluster.ts'
import { checkersOf, type Service } from '../cluster/service.ts'
import { checkerNames } from '../language/checker.ts'
import { entryOf, type WordsByBlock } from '../language/since.ts'
import { staticWords } from '../language/static.ts'

/** A word in use, in which block, and where it was written. */
export interface Use {
  readonly block: string
  readonly word: string
  readonly variable: keyof ClusterData
  readonly path: Path
}

/** Words as they were given, in a block of the variables. */
interface UsedBlock {
  readonly block: string
  readonly words: object
  readonly variable: keyof ClusterData
  readonly path: Path
}

/** Those of the words that keepalived.conf of the cluster has, each also with its value: `lb_algo mh`. */
export function usesOf(cluster: Cluster, sought: WordsByBlock): readonly Use[] {
  const blocks = [...outerBlocks(cluster), ...([...sought.keys()].some(isInService) ? blocksOfServices(cluster) : [])]
  return blocks.flatMap((used) => {
    const names = sought.get(inModel(used.block))
    return names ? usesIn(used, names) : []
  })
}

/** Of a cluster each of its directors asks again. */
const known = new WeakMap<Cluster, readonly UsedBlock[]>()

function blocksOfServices(cluster: Cluster): readonly UsedBlock[] {
  const blocks = known.get(cluster) ?? cluster.services.flatMap(serviceBlocks)
  known.set(cluster, blocks)
  return blocks
}

const inService = new Set<string>(['virtual_server', 'real_server', 'sorry_server', 'url', ...checkerNames])
const isInService = (block: string) => inService.has(block)

/** A checker is a word of the server that it looks at. */
export const inModel = (block: string) => (block === 'checker' ? 'real_server' : block)

function usesIn({ block, words, variable, path }: UsedBlock, sought: ReadonlySet<string>): readonly Use[] {
  return Object.entries(words).flatMap(([key, value]) => {
    const name = key.split(' ')[0]!
    const isIdle = value === false && !entryOf(inModel(block), name)?.isWrittenWhenFalse
    if (!sought.has(name) || value === undefined || isIdle) return []
    const at = { block, variable, path: isNamed(block) ? path : [...path, name] }
    return [
      { ...at, word: key },
      { ...at, word: `${key} ${value}` },
    ]
  })
}

/** Its path leads to the one word in it. */
const isNamed = (block: string) => block === '' || block === 'checker'

function outerBlocks({ words }: Cluster): readonly UsedBlock[] {
  const alone = (['keepalived_options', 'global_defs', 'lvs_sync_daemon'] as const).map((variable) => ({
    block: variable,
    words: words[variable] ?? {},
    variable,
    path: [],
  }))
  const named = (block: string, variable: keyof ClusterData) =>
    Object.entries(words[variable] ?? {}).map(([name, body]) => ({
      block,
      words: body as object,
      variable,
      path: [name],
    }))
  return [
    ...Object.keys(staticWords).flatMap((word) => staticBlock(word as keyof typeof staticWords, words)),
    ...alone,
    ...named('vrrp_script', 'vrrp_scripts'),
    ...named('track_process', 'track_processes'),
    ...named('track_file', 'track_files'),
    ...named('bfd_instance', 'bfd_instances'),
    ...named('vrrp_sync_group', 'vrrp_sync_groups'),
    ...named('vrrp_instance', 'vrrp_instances'),
  ]
}

/** The outermost words have a value by themselves, which is often nothing. */
function staticBlock(word: keyof typeof staticWords, words: Cluster['words']): readonly UsedBlock[] {
  return Object.keys(words[word] ?? {}).length === 0
    ? []
    : [{ block: '', words: { [word]: true }, variable: word, path: [] }]
}

const variable = 'virtual_servers' as const

function serviceBlocks(service: Service): readonly UsedBlock[] {
  const { index, words, realServers, sorryServer } = service
  const isOther = sorryServer?.forwarding !== service.forwarding
  const sorry = isOther && typeof words.sorry_server === 'object' ? words.sorry_server : {}
  const checkers = new Set([...service.checkers, ...checkersOf(service)])
  return [
    { block: 'virtual_server', words, variable, path: [index] },
    ...realServers.map(({ words: own, path, forwarding }) => ({
      block: 'real_server',
      words: forwarding === service.forwarding && own.lb_kind ? { ...own, lb_kind: undefined } : own,
      variable,
      path,
    })),
    { block: 'sorry_server', words: sorry, variable, path: [index, 'sorry_server'] },
    ...[...checkers].flatMap(checkerBlocks),
  ]
}

function checkerBlocks({ name, words, path }: Checker): readonly UsedBlock[] {
  const replyText = typeof words.require_reply === 'string' ? { ...words, 'require_reply text': true } : words
  return [
    { block: 'checker', words: { [name]: true }, variable, path },
    { block: name, words: replyText, variable, path },
    ...urlBlocks(words.url, [...path, 'url']),
  ]
}

function urlBlocks(url: unknown, path: Path): readonly UsedBlock[] {
  if (url === undefined) return []
  if (!Array.isArray(url)) return [{ block: 'url', words: withList(url as UrlWords), variable, path }]
  return url.map((each, i) => ({ block: 'url', words: withList(each as UrlWords), variable, path: [...path, i] }))
}

type UrlWords = { readonly status_code?: string | number; readonly digest?: string }

function withList(url: UrlWords): object {
  const { status_code, digest } = url
  return {
    ...url,
    ...(/^\d+$/.test(String(status_code ?? 200)) ? {} : { 'status_code list': true }),
    ...(status_code === undefined || digest === undefined ? {} : { 'digest beside status_code': true }),
  }
}
