import { own } from '../../model/own.ts'
import type { FromSchema } from '../../model/schema.ts'
import type { LocalData } from '../cluster/cluster.ts'
import type { Director } from '../cluster/director.ts'
import { block, type Node, plain, program, word } from '../conf/block.ts'
import { type bfdInstance, bfdInstanceWords } from '../language/bfd.ts'
import { wordsBut } from '../language/entry.ts'
import { trackFileWords } from '../language/track-file.ts'
import { trackProcessWords } from '../language/track-process.ts'
import { atLeast } from '../language/version.ts'
import { vrrpScriptWords } from '../language/vrrp-script.ts'
import { script } from './script.ts'

/** The definitions that instances, sync groups and checkers name. */
export function trackBlocks(words: LocalData, director: Pick<Director, 'name'>, version: string): readonly Node[] {
  // Before 2.1.0 the block of a file has another name; that of a process has the same in all versions.
  const fileWord = atLeast(version, '2.1.0') ? 'track_file' : 'vrrp_track_file'
  return [
    ...blocks('vrrp_script', words.vrrp_scripts, ({ script: line, ...rest }) => [
      ...script('script', line, version),
      ...plain(rest, wordsBut(vrrpScriptWords, ['script'])),
    ]),
    ...blocks('vrrp_track_process', words.track_processes, (process) =>
      plain(process, wordsBut(trackProcessWords, [])),
    ),
    ...blocks(fileWord, words.track_files, ({ file, ...rest }) => [
      ...program('file', file),
      ...plain(rest, wordsBut(trackFileWords, ['file'])),
    ]),
    ...blocks('bfd_instance', words.bfd_instances, (session) => bfdWords(session, director)),
  ]
}

/** The lists of what is watched, each name with the weight that it has here. */
export function trackLists(words: TrackWords): readonly Node[] {
  return trackKeys.flatMap((key) =>
    block(
      key,
      (words[key] ?? []).map((item) => {
        if (typeof item === 'string') return item
        return item.weight === undefined ? item.name : `${item.name} weight ${item.weight}`
      }),
    ),
  )
}

export const trackKeys = ['track_interface', 'track_script', 'track_process', 'track_file', 'track_bfd'] as const

type Item = string | { readonly name: string; readonly weight?: number | undefined }
type TrackWords = { readonly [K in (typeof trackKeys)[number]]?: readonly Item[] | undefined }

function blocks<T>(
  head: string,
  definitions: Readonly<Record<string, T>> | undefined,
  body: (words: T) => readonly Node[],
): readonly Node[] {
  return Object.entries(definitions ?? {}).map(([name, words]) => ({ head: `${head} ${name}`, body: body(words) }))
}

function bfdWords(words: FromSchema<typeof bfdInstance>, { name }: Pick<Director, 'name'>): readonly string[] {
  return [
    `neighbor_ip ${words.neighbor_ip}`,
    ...word('source_ip', own(words.source_ip, name)),
    ...plain(words, wordsBut(bfdInstanceWords, ['neighbor_ip', 'source_ip'])),
  ]
}
