import { virtualAddresses } from '../cluster.ts'
import { priorityOf } from '../keepalived/instance.ts'
import { didYouMean } from '../nearest.ts'
import { onInstances, type Remark, type Rule, repeated } from './rule.ts'
import type { Scene } from './scene.ts'

/** What all directors must agree on, and what a single instance must not say. */
export const vrrpRules: readonly Rule[] = [
  {
    id: 'L09',
    severity: 'error',
    explanation: 'With equal priorities the highest address wins the election and nopreempt misbehaves.',
    check: (scene) => scene.cluster.instances.flatMap((instance) => equalPriorities(scene, instance)),
  },
  {
    id: 'L21',
    severity: 'error',
    explanation: 'Two instances with one address add and remove it against each other.',
    check: ({ cluster }) =>
      repeated(virtualAddresses(cluster), ({ cidr }) => cidr.address).map(({ item, first }) =>
        onInstances(
          [item.instance.name],
          `${item.cidr.address} is in ${first.instance.name}${item.instance === first.instance ? ' twice' : ` and in ${item.instance.name}`}`,
          'list it once, in one instance',
        ),
      ),
  },
  {
    id: 'L22',
    severity: 'error',
    explanation: 'Instances are told apart by their number alone on a network segment.',
    check: ({ cluster }) =>
      repeated(cluster.instances, ({ words }) => `${words.virtual_router_id} ${words.interface}`).map(
        ({ item, first }) =>
          onInstances(
            [item.name, 'virtual_router_id'],
            `${first.name} and ${item.name} both have virtual_router_id ${item.words.virtual_router_id} on ${item.words.interface}`,
            'give each instance of a network segment a number of its own, 1 to 255',
          ),
      ),
  },
  {
    id: 'L30',
    severity: 'error',
    explanation:
      'VRRP version 2 counts in whole seconds: before keepalived 2.1.0 less than half a second becomes 0 and floods the network.',
    check: ({ cluster }) => cluster.instances.flatMap(badInterval),
  },
  {
    id: 'L31',
    severity: 'error',
    explanation: 'VRRP is not spoken on the loopback interface.',
    check: ({ cluster }) =>
      cluster.instances
        .filter(({ words }) => words.interface === 'lo')
        .map(({ name }) =>
          onInstances([name, 'interface'], 'interface is lo', 'name the interface that faces the other directors: em1'),
        ),
  },
  {
    id: 'L33',
    severity: 'error',
    explanation: 'preempt_delay delays what nopreempt forbids; keepalived drops one of them.',
    check: ({ cluster }) =>
      cluster.instances
        .filter(({ words }) => words.nopreempt && words.preempt_delay !== undefined)
        .map(({ name }) =>
          onInstances([name, 'preempt_delay'], 'preempt_delay is given beside nopreempt', 'keep one of the two'),
        ),
  },
  {
    id: 'L48',
    severity: 'error',
    explanation: 'keepalived tracks the interface of the instance anyway and complains when it is listed.',
    check: ({ cluster }) =>
      cluster.instances
        .filter(({ words }) => words.track_interface?.some((item) => trackedName(item) === words.interface))
        .map(({ name, words }) =>
          onInstances(
            [name, 'track_interface'],
            `${words.interface} is tracked by itself`,
            'leave it out of track_interface',
          ),
        ),
  },
  {
    id: 'L55',
    severity: 'warning',
    explanation: 'Below 0.3 s a busy director misses its own deadline and the role flaps.',
    check: ({ cluster }) =>
      cluster.instances
        .filter(({ version, advertInterval }) => version === 3 && advertInterval < 0.3)
        .map(({ name, advertInterval }) =>
          onInstances([name, 'advert_int'], `advert_int is ${advertInterval} s`, 'take 0.3 or more'),
        ),
  },
]

const trackedName = (item: string | { readonly name: string }) => (typeof item === 'string' ? item : item.name)

function equalPriorities(scene: Scene, instance: Scene['cluster']['instances'][number]): readonly Remark[] {
  const { directors, inventory } = scene
  const strangers = Object.keys(instance.words.priority ?? {}).filter((name) => !inventory.host(name))
  const known = directors.flatMap(({ host, priority }) => {
    const own = priorityOf(instance, { name: host.name, priority: priority ?? 0 })
    return own === 0 ? [] : [{ name: host.name, own }]
  })
  return [
    ...strangers.map((name) =>
      onInstances(
        [instance.name, 'priority', name],
        `priority names ${name}, which is no host of the inventory`,
        didYouMean(
          name,
          directors.map(({ host }) => host.name),
        ) || `the directors are ${directors.map(({ host }) => host.name).join(', ')}`,
      ),
    ),
    ...repeated(known, ({ own }) => String(own)).map(({ item, first }) =>
      onInstances(
        [instance.name, 'priority'],
        `${first.name} and ${item.name} both have priority ${item.own} in ${instance.name}`,
        `set another one: priority: ${Math.max(1, item.own - 2)} in host_vars/${item.name}.yml`,
      ),
    ),
  ]
}

function badInterval({ name, version, advertInterval }: Scene['cluster']['instances'][number]): readonly Remark[] {
  if (version === 2 && !Number.isInteger(advertInterval)) {
    return [
      onInstances(
        [name, 'advert_int'],
        `advert_int ${advertInterval} needs VRRP version 3`,
        'take whole seconds, or add version: 3',
      ),
    ]
  }
  if (version === 3 && advertInterval > 40.95) {
    return [
      onInstances(
        [name, 'advert_int'],
        `advert_int ${advertInterval} is too much for VRRP version 3`,
        'take 40.95 or less',
      ),
    ]
  }
  return []
}
