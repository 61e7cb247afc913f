import { partsOf } from '../cluster/member.ts'
import { type Scene, withoutKernel } from '../cluster/scene.ts'
import type { Service } from '../cluster/service.ts'
import { eachService, onRoles, onServices, type Remark, type Rule } from './rule.ts'

/** What has to be right on directors for clients to leave a real server. */
export const persistenceRules: readonly Rule[] = [
  {
    id: 'L42',
    severity: 'warning',
    title: 'inhibit_on_failure with persistence has the settings of director-vip',
    explanation:
      'inhibit_on_failure gives a dead real server weight 0, and persistent clients keep going to it unless net.ipv4.vs.expire_quiescent_template is 1, which the role director-vip sets.',
    keepalivedTest: 'misses',
    check: (scene) => unset(scene, (service) => isPersistent(service) && inhibits(service), 'inhibit_on_failure'),
  },
  {
    id: 'L43',
    severity: 'warning',
    title: 'persistence is meant, and has the settings of director-vip',
    explanation:
      'Without net.ipv4.vs.expire_quiescent_template, which the role director-vip sets, a drained real server keeps getting the connections of clients that it already had: 43 of 43 in the lab. A granularity without a timeout switches persistence on by itself, for 360 s.',
    keepalivedTest: 'misses',
    check: (scene) => [
      ...unset(scene, (service) => isPersistent(service) && !inhibits(service), 'persistence_timeout'),
      ...eachService(granularityAlone)(scene),
    ],
  },
  {
    id: 'director-vip',
    severity: 'warning',
    title: 'a director with keepalived has director-vip',
    explanation:
      'Without net.ipv4.vs.expire_nodest_conn, which the role director-vip sets, established connections to a real server that is taken out hang without an answer; with it their clients hear of it at once.',
    keepalivedTest: 'misses',
    check: ({ directors }) =>
      directors
        .filter((member) => partsOf(member, 'kernel').length === 0)
        .map((member) =>
          onRoles(
            member,
            `${member.host.name} has keepalived, but no role makes the kernel settings of a director`,
            'give it director-vip, before keepalived',
          ),
        ),
  },
]

const isPersistent = ({ persistenceTimeout }: Service) => persistenceTimeout !== null
const inhibits = ({ realServers }: Service) => realServers.some(({ inhibitOnFailure }) => inhibitOnFailure)

function unset(scene: Scene, which: (service: Service) => boolean, word: string): readonly Remark[] {
  const lacking = withoutKernel(scene)
  if (!lacking) return []
  return scene.cluster.services
    .filter(which)
    .map(({ index, words }) =>
      onServices(
        Object.hasOwn(words, word) ? [index, word] : [index],
        `${word} is given, and no role makes ${lacking.host.name} let clients go`,
        'give every director director-vip, before keepalived',
      ),
    )
}

function granularityAlone({ index, persistenceTimeout, persistenceGranularity }: Service): readonly Remark[] {
  if (persistenceGranularity === null || persistenceTimeout !== null) return []
  const message = 'persistence_granularity is given without persistence_timeout'
  return [
    {
      ...onServices([index, 'persistence_granularity'], message, 'add persistence_timeout, or leave it out'),
      severity: 'error',
    },
  ]
}
