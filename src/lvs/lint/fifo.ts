import type { Facts } from '../../model/facts.ts'
import type { Host } from '../../model/host.ts'
import type { Scene } from '../cluster/scene.ts'
import { confinesKeepalived } from '../cluster/selinux.ts'
import type { GlobalDefsWords } from '../language/global-defs.ts'
import { othersWrite } from './open-folders.ts'
import { type Remark, type Rule, repeated } from './rule.ts'

const kinds = ['notify_fifo', 'vrrp_notify_fifo', 'lvs_notify_fifo'] as const

/** Whether what keepalived writes to its fifos comes where it shall. */
export const fifoRules: readonly Rule[] = [
  {
    id: 'L64',
    severity: 'error',
    title: 'each fifo has a path of its own, where only root writes',
    explanation:
      'Of two fifos with one path keepalived ignores the second, or has it written by two processes, each of which takes it away when it ends (global_data.c and notify.c of 2.2.8). Where everybody may write, somebody else can put a file there first, and keepalived takes that. The SELinux policy of CentOS 7 and newer has no rule that lets keepalived make a fifo (keepalived.te).',
    keepalivedTest: 'misses',
    check: ({ cluster }) => remarks(cluster.words.global_defs ?? {}),
    checkHost: confined,
  },
]

function remarks(words: GlobalDefsWords): readonly Remark[] {
  const given = kinds.flatMap((word) => (words[word] === undefined ? [] : [{ word, path: words[word] }]))
  return [
    ...repeated(given, ({ path }) => path).map(({ item, first }) =>
      told(item.word, `${item.word} is the fifo that ${first.word} is`, `give it another path: ${item.path}2`),
    ),
    ...given
      .filter(({ path }) => othersWrite(path))
      .map(({ word, path }) =>
        told(word, `${path} is where others write`, `put it at /run/${path.slice(path.lastIndexOf('/') + 1)}`),
      ),
  ]
}

function confined({ cluster, directors }: Scene, { name }: Host, facts: Facts): readonly Remark[] {
  if (!confinesKeepalived(facts) || !directors.some(({ host }) => host.name === name)) return []
  const words = cluster.words.global_defs ?? {}
  const hint =
    'load a policy module that has allow keepalived_t keepalived_var_run_t:fifo_file { create open read write getattr setattr unlink }, and ignore L64 with that reason; or give programs in notify in its place'
  return kinds
    .filter((word) => words[word] !== undefined)
    .map((word) => ({
      ...told(word, `SELinux of ${name} does not let keepalived make ${words[word]}`, hint),
      host: name,
      severity: 'warning',
    }))
}

function told(word: string, message: string, hint: string): Remark {
  return { variable: 'global_defs', path: [word], message, hint }
}
