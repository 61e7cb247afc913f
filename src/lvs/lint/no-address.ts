import type { Instance } from '../cluster/cluster.ts'
import type { Scene } from '../cluster/scene.ts'
import { eachInstance, onInstances, type Remark, type Rule } from './rule.ts'

/** Whether an instance moves something. */
export const noAddressRules: readonly Rule[] = [
  {
    id: 'no-address',
    severity: 'error',
    title: 'an instance has virtual addresses or, with no_virtual_ipaddress, a program that it notifies',
    explanation:
      'Every keepalived elects a master for an instance without address (seen with 1.2.13 to 2.3.4); 2.1.0 and newer complain, since it is most often a slip, 2.2.8 and newer not beside no_virtual_ipaddress. That is for clouds, where a notify program moves an address by their API. In the word of verify such an instance has a master, and no address to look at.',
    keepalivedTest: 'partly',
    always: true,
    check: (scene) => eachInstance((instance) => moved(instance, scene))(scene),
  },
]

function moved({ name, words }: Instance, { cluster }: Scene): readonly Remark[] {
  const lists = (['virtual_ipaddress', 'virtual_ipaddress_excluded'] as const).filter((word) => words[word]?.length)
  if (words.no_virtual_ipaddress)
    return lists.length > 0
      ? lists.map((word) =>
          onInstances([name, word], `${word} is given beside no_virtual_ipaddress`, 'leave one of the two out'),
        )
      : unnoticed(name, [
          words,
          ...Object.values(cluster.words.vrrp_sync_groups ?? {}).filter(({ group }) => group.includes(name)),
        ])
  if (words.virtual_ipaddress?.length) return []
  const hint = 'add virtual_ipaddress, or no_virtual_ipaddress: true where a notify program moves something else'
  return [onInstances([name], `${name} has no virtual_ipaddress`, hint)]
}

function unnoticed(name: string, blocks: readonly object[]): readonly Remark[] {
  if (blocks.some((words) => Object.keys(words).some((word) => word.startsWith('notify')))) return []
  const message = `${name} moves nothing: it has no address, and notifies no program`
  const hint = 'add notify_master, or virtual_ipaddress in place of no_virtual_ipaddress'
  return [{ ...onInstances([name, 'no_virtual_ipaddress'], message, hint), severity: 'warning' }]
}
