import type { Assertion } from '../../model/verification.ts'
import type { Scene } from '../lint/scene.ts'
import { advertAssertions } from './adverts.ts'
import { judged } from './assertion.ts'
import { clientAssertions } from './client.ts'
import { holderAssertions } from './holder.ts'
import { listeningAssertions } from './listening.ts'
import type { Sights } from './sight.ts'
import { syncDaemonAssertions, syncGroupAssertions } from './sync.ts'
import { tableAssertions } from './table.ts'

/** Everything that must hold between the hosts of a cluster, judged by what was seen. */
export function verifyCluster(scene: Scene, sights: Sights): readonly Assertion[] {
  return [
    ...holderAssertions(scene, sights),
    ...syncGroupAssertions(scene, sights),
    ...advertAssertions(scene, sights),
    ...tableAssertions(scene, sights),
    ...syncDaemonAssertions(scene, sights),
    ...listeningAssertions(scene, sights),
    ...clientAssertions(scene, sights),
    ...clockAssertions(scene, sights),
  ]
}

/** Logs of two directors can't be laid side by side when their clocks are further apart than this, in seconds. */
const clockTolerance = 10

function clockAssertions({ members }: Scene, { hosts }: Sights): readonly Assertion[] {
  return members.flatMap(({ host: { name } }) => {
    const sight = hosts.get(name)
    if (!sight) return []
    const about = {
      id: 'clock',
      subject: name,
      hosts: [name],
      expected: `within ${clockTolerance} s of this machine's`,
    } as const
    const ok = Math.abs(sight.clockAhead) <= clockTolerance
    const seen = ok ? 'it is' : `${Math.abs(sight.clockAhead)} s ${sight.clockAhead > 0 ? 'ahead' : 'behind'}`
    return [judged(about, { ok, seen, remedy: `have chrony or ntpd set the clock of ${name}; role bootstrap does` })]
  })
}
