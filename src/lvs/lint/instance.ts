import { virtualAddresses } from '../cluster/cluster.ts'
import { addressPath } from './address-path.ts'
import { eachInstance, onEachDirector, onInstances, type Remark, type Rule, repeated } from './rule.ts'

/** What an instance must not say, by itself and beside the others. */
export const instanceRules: readonly Rule[] = [
  {
    id: 'L21',
    severity: 'error',
    title: 'an address is in one instance, and in one cluster',
    explanation:
      'Two instances with one address add and remove it against each other. keepalived 2.2.7 takes such a file without a word.',
    keepalivedTest: 'misses',
    always: true,
    check: ({ cluster }) =>
      repeated(virtualAddresses(cluster), ({ cidr }) => cidr.address).map(({ item: { cidr, instance }, first }) => {
        const rest = instance === first.instance ? ' twice' : ` and in ${instance.name}`
        const path = addressPath(instance, cidr, instance === first.instance)
        return onInstances(path, `${cidr.address} is in ${first.instance.name}${rest}`, 'list it once, in one instance')
      }),
  },
  {
    id: 'L22',
    severity: 'error',
    title: 'instances of one interface have numbers of their own',
    explanation:
      'Instances are told apart by their virtual_router_id alone on a network segment. keepalived before 2.0.8 takes both and they take each other for one.',
    keepalivedTest: 'catches',
    always: true,
    check: onEachDirector(({ instances }) =>
      repeated(instances, ({ words, family }) => `${words.virtual_router_id} ${words.interface} ${family}`).map(
        ({ item, first }) =>
          onInstances(
            [item.name, 'virtual_router_id'],
            `${first.name} and ${item.name} both have virtual_router_id ${item.words.virtual_router_id} on ${item.words.interface}`,
            `give ${item.name} a number that no other instance of the network segment has: ${freeId(instances)}`,
          ),
      ),
    ),
  },
  {
    id: 'L30',
    severity: 'error',
    title: 'advert_int fits the version of VRRP',
    explanation:
      'Version 2 counts in whole seconds, version 3 up to 40.95 s: before keepalived 2.1.0 less than half a second becomes 0 and floods the network (keepalived issue 1615); CentOS 6 reads 0.5 as 0 and takes 1.',
    keepalivedTest: 'catches',
    always: true,
    check: eachInstance(({ name, version, advertInterval, words }) => {
      if (version === 2 && !Number.isInteger(advertInterval)) {
        const message = `advert_int ${advertInterval} needs VRRP version 3`
        const version3 = `add version: 3${words.authentication ? ' and leave authentication out' : ''}`
        return [onInstances([name, 'advert_int'], message, `take whole seconds, or ${version3}`)]
      }
      const tooMuch = `advert_int ${advertInterval} is too much for VRRP version 3`
      return version === 3 && advertInterval > 40.95
        ? [onInstances([name, 'advert_int'], tooMuch, 'take 40.95 or less')]
        : []
    }),
  },
  {
    id: 'L55',
    severity: 'warning',
    title: 'advert_int is 0.3 s or more',
    explanation:
      'Below 0.3 s a busy director misses its own deadline and the role flaps (keepalived issues 2066, 2238), unless vrrp_rt_priority puts it before other programs.',
    keepalivedTest: 'misses',
    check: ({ cluster }) =>
      cluster.instances
        .filter(({ version, advertInterval }) => version === 3 && advertInterval < 0.3)
        .filter(() => cluster.words.global_defs?.vrrp_rt_priority === undefined)
        .map(({ name, advertInterval }) =>
          onInstances([name, 'advert_int'], `advert_int is ${advertInterval} s`, 'take 0.3 or more'),
        ),
  },
  contradiction(
    'L33',
    'nopreempt and preempt_delay are not both given',
    'preempt_delay delays what nopreempt forbids; keepalived drops one of them and says so, CentOS 6 keeps both (keepalived issues 512, 2257).',
    ({ words }) => words.nopreempt === true && words.preempt_delay !== undefined,
    ({ name }) =>
      onInstances(
        [name, 'preempt_delay'],
        'preempt_delay is given beside nopreempt',
        'leave nopreempt out, or preempt_delay',
      ),
  ),
  contradiction(
    'track_interface',
    "the instance's own interface is not in track_interface",
    'keepalived tracks the interface of an instance anyway and complains when it is listed, and a file that it complains of is not put in place.',
    ({ words }) => ownTracked(words) >= 0,
    ({ name, words }) => ({
      ...onInstances(
        [name, 'track_interface', ownTracked(words)],
        `${words.interface} is tracked by itself`,
        'leave it out of track_interface',
      ),
      from: '2.0.0',
    }),
  ),
]

/** Above the highest one, so that nobody's is met by a slip; below 256. */
function freeId(instances: readonly Instance[]): number | string {
  const taken = new Set(instances.map(({ words }) => words.virtual_router_id))
  const free = Array.from({ length: 255 }, (_, i) => 255 - i).filter((id) => !taken.has(id))
  return free.findLast((id) => id > Math.max(...taken)) ?? free[0] ?? '1 to 255'
}

type Instance = Parameters<Parameters<typeof eachInstance>[0]>[0]

function contradiction(
  id: string,
  title: string,
  explanation: string,
  isOne: (instance: Instance) => boolean,
  remark: (instance: Instance) => Remark,
): Rule {
  return {
    id,
    severity: 'error',
    title,
    explanation,
    keepalivedTest: 'catches',
    always: true,
    check: onEachDirector(({ instances }) => instances.filter(isOne).map(remark)),
  }
}

function ownTracked({ interface: own, track_interface = [] }: Instance['words']): number {
  return track_interface.findIndex((item) => (typeof item === 'string' ? item : item.name) === own)
}
