import { contains } from '../../model/ip-address.ts'
import type { Scene } from '../cluster/scene.ts'
import { atLeast } from '../language/version.ts'
import { addressPath } from './address-path.ts'
import { onInstances, type Remark, type Rule, repeated } from './rule.ts'

/** What global_defs and the sync daemon must not say. */
export const globalRules: readonly Rule[] = [
  {
    id: 'L32',
    severity: 'error',
    title: 'virtual addresses have no label on CentOS 6 and 7',
    explanation:
      'ifup of CentOS 6 and 7 takes away every labelled address of an interface that has no ifcfg file, so also the one that keepalived has put there. A label of more than 15 letters is dropped with its address.',
    keepalivedTest: 'misses',
    always: true,
    checkVersion: ({ cluster }, version) =>
      atLeast(version, '2.0.0')
        ? []
        : cluster.instances.flatMap((instance) =>
            [...instance.addresses, ...instance.excluded]
              .filter(({ label }) => label !== null)
              .map((address) =>
                onInstances(
                  addressPath(instance, address),
                  `ifup takes the address with the label ${address.label} away`,
                  'leave the label out',
                ),
              ),
          ),
  },
  {
    id: 'L34',
    severity: 'error',
    title: 'vrrp_strict goes with version 3 and accept, and without authentication, unicast and preempt_delay',
    explanation:
      'With vrrp_strict and no accept keepalived drops all traffic to the virtual address (issues 474, 1142, 1373, 2046): nobody is served; with version 2 it resets accept, too. Its own test complains of what is given, authentication for one, and not of a missing accept.',
    keepalivedTest: 'partly',
    check: strictInstances,
  },
  {
    id: 'L46',
    severity: 'warning',
    title: 'directors run the same sync daemon',
    explanation:
      'A sync daemon on one director only, or with another number, interface or group, tells nobody of its connections: they break at a failover, where 0.9 s of silence would do.',
    keepalivedTest: 'misses',
    check: otherDaemons,
  },
  {
    id: 'L47',
    severity: 'error',
    title: 'the sync daemon names an instance that there is',
    explanation:
      'With an instance that there is not no director ever sends. keepalived takes such a file without a word.',
    keepalivedTest: 'misses',
    always: true,
  },
  {
    id: 'L58',
    severity: 'info',
    title: 'the first address of an IPv6 instance is link-local',
    explanation:
      'RFC 5798 wants the link-local address first. keepalived from 1.2.20 on logs it otherwise, 2.0.7 to 2.1.5 refuse it (L26), newer ones with vrrp_strict alone. With unicast none of them looks.',
    keepalivedTest: 'misses',
    check: ({ cluster }) =>
      cluster.instances.flatMap((instance) => {
        const [first] = instance.addresses
        if (!first || instance.family === 4 || instance.words.unicast || contains('fe80::/10', first.address)) return []
        const message = `${first.address} is the first address, and not link-local`
        return [onInstances(addressPath(instance, first), message, 'put one of fe80::/10 before it')]
      }),
  },
  {
    id: 'L59',
    severity: 'info',
    title: 'directors have different router_ids',
    explanation: 'Mail and SNMP name a director by its router_id; two of one name can not be told apart.',
    keepalivedTest: 'misses',
    check: ({ cluster }) =>
      repeated(Object.entries(cluster.words.global_defs?.router_id ?? {}), ([, id]) => id).map(
        ({ item: [name, id], first }) => ({
          variable: 'global_defs',
          path: ['router_id', name],
          message: `${first[0]} and ${name} both have router_id ${id}`,
          hint: 'give each its own, or leave router_id out: it is the name of the host then',
        }),
      ),
  },
]

function strictInstances({ cluster: { instances, words: all } }: Scene): readonly Remark[] {
  return instances
    .filter(({ words }) => words.strict_mode ?? all.global_defs?.vrrp_strict)
    .flatMap(({ name, words, version }) => {
      const strict = words.strict_mode ? 'strict_mode' : 'vrrp_strict'
      const refused = (['authentication', 'unicast', 'preempt_delay'] as const).filter((word) => words[word])
      return [
        ...(words.accept && version === 3 ? [] : [deaf(name, version, strict)]),
        ...refused.map((word) =>
          onInstances(
            [name, word],
            `${word} is given in ${name}, which is strict`,
            version === 3 ? `leave ${word} out, or ${strict}` : `leave ${strict} out`,
          ),
        ),
      ]
    })
}

/** Told at the word that makes the instance strict. */
function deaf(name: string, version: 2 | 3, strict: 'strict_mode' | 'vrrp_strict'): Remark {
  const [message, hint] =
    version === 3
      ? [`${name} is strict, and has no accept`, `add accept: true to ${name}, or leave ${strict} out`]
      : [`${name} is strict, and with version 2 its addresses answer nobody`, `leave ${strict} out`]
  return strict === 'strict_mode'
    ? onInstances([name, strict], message, hint)
    : { variable: 'global_defs', path: [strict], message, hint }
}

function otherDaemons({ directors: [first, ...others], cluster }: Scene): readonly Remark[] {
  const daemon = cluster.words.lvs_sync_daemon
  if (!first || !daemon) return []
  const remark = (name: string, message: string, hint: string): Remark => ({
    variable: 'lvs_sync_daemon',
    path: [],
    host: name,
    message,
    hint,
  })
  if (others.length === 0) {
    return [
      remark(
        first.host.name,
        `${first.host.name} has nobody to sync with`,
        'add a second director, with director-vip and keepalived-backup, or leave lvs_sync_daemon out',
      ),
    ]
  }
  const own = JSON.stringify(first.data.lvs_sync_daemon)
  return others
    .filter(({ data }) => JSON.stringify(data.lvs_sync_daemon) !== own)
    .map(({ host }) => ({
      ...remark(
        host.name,
        `${host.name} has another lvs_sync_daemon than ${first.host.name}`,
        'write it once, in the group_vars that all directors share',
      ),
      where: host.origin('lvs_sync_daemon') ?? first.host.origin('lvs_sync_daemon'),
    }))
}
