import type { Path } from '../../model/host.ts'
import type { Checker } from '../cluster/check.ts'
import type { Cluster, ClusterData } from '../cluster/cluster.ts'
import type { Service } from '../cluster/service.ts'
import { staticWords } from '../language/static.ts'

/** A word in use, in which block, and where it was written. */
export interface Use {
  readonly block: string
  readonly word: string
  readonly variable: keyof ClusterData
  readonly path: Path
}

/** Of a cluster each of its directors asks again. */
const known = new WeakMap<Cluster, readonly Use[]>()

/** Every word that keepalived.conf of the cluster has, each also with its value: `lb_algo mh`. */
export function usesOf(cluster: Cluster): readonly Use[] {
  const uses = known.get(cluster) ?? usesIn(cluster)
  known.set(cluster, uses)
  return uses
}

function usesIn({ words, services }: Cluster): readonly Use[] {
  const named = (block: string, variable: keyof ClusterData) =>
    Object.entries(words[variable] ?? {}).flatMap(([name, body]) => blockUses(block, body as object, variable, [name]))
  return [
    ...Object.keys(staticWords).flatMap((word) => staticUse(word as keyof typeof staticWords, words)),
    ...blockUses('keepalived_options', words.keepalived_options ?? {}, 'keepalived_options', []),
    ...blockUses('global_defs', words.global_defs ?? {}, 'global_defs', []),
    ...blockUses('lvs_sync_daemon', words.lvs_sync_daemon ?? {}, 'lvs_sync_daemon', []),
    ...named('vrrp_script', 'vrrp_scripts'),
    ...named('track_process', 'track_processes'),
    ...named('track_file', 'track_files'),
    ...named('bfd_instance', 'bfd_instances'),
    ...named('vrrp_sync_group', 'vrrp_sync_groups'),
    ...named('vrrp_instance', 'vrrp_instances'),
    ...services.flatMap(serviceUses),
  ]
}

/** The outermost words have a value by themselves, which is often nothing. */
function staticUse(word: keyof typeof staticWords, words: Cluster['words']): readonly Use[] {
  return Object.keys(words[word] ?? {}).length === 0 ? [] : [{ block: '', word, variable: word, path: [] }]
}

/** Where false says more than leaving the word out. */
const toldWhenFalse = ['accept', 'smtp_alert', 'strict_mode', 'alpha']

function blockUses(block: string, words: object, variable: keyof ClusterData, path: Path): readonly Use[] {
  return Object.entries(words).flatMap(([key, value]) => {
    if (value === undefined || (value === false && !toldWhenFalse.includes(key))) return []
    const at = { block, variable, path: [...path, key.split(' ')[0]!] }
    return [
      { ...at, word: key },
      { ...at, word: `${key} ${value}` },
    ]
  })
}

function serviceUses(service: Service): readonly Use[] {
  const { index, words, realServers, sorryServer } = service
  const variable = 'virtual_servers'
  const sorry = typeof words.sorry_server === 'object' ? words.sorry_server : {}
  const checkers = [...new Set([...service.checkers, ...realServers.flatMap((server) => server.checkers)])]
  return [
    ...blockUses('virtual_server', words, variable, [index]),
    ...realServers.flatMap(({ words: own, path, forwarding }) =>
      blockUses(
        'real_server',
        forwarding === service.forwarding ? { ...own, lb_kind: undefined } : own,
        variable,
        path,
      ),
    ),
    ...(sorryServer?.forwarding === service.forwarding
      ? []
      : blockUses('sorry_server', sorry, variable, [index, 'sorry_server'])),
    ...checkers.flatMap(checkerUses),
  ]
}

function checkerUses({ name, words, path }: Checker): readonly Use[] {
  const variable = 'virtual_servers'
  const replyText = typeof words.require_reply === 'string' ? { 'require_reply text': true } : {}
  return [
    { block: 'checker', word: name, variable, path },
    ...blockUses(name, { ...words, ...replyText }, variable, path),
    ...urlUses(words.url, [...path, 'url']),
  ]
}

function urlUses(url: unknown, path: Path): readonly Use[] {
  if (url === undefined) return []
  if (!Array.isArray(url)) return blockUses('url', withList(url as UrlWords), 'virtual_servers', path)
  return url.flatMap((each, i) => blockUses('url', withList(each as UrlWords), 'virtual_servers', [...path, i]))
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
