import { unforeseen } from '../../model/errors.ts'
import type { Assertion } from '../../model/verification.ts'
import { isUnseen } from '../cluster/hearing.ts'
import type { Scene } from '../cluster/scene.ts'
import { advertAssertions } from './adverts.ts'
import { judged, unchecked } from './assertion.ts'
import { clientAssertions } from './client.ts'
import { drainedAssertions } from './drained.ts'
import { holderAssertions } from './holder.ts'
import { listeningAssertions } from './listening.ts'
import { networkAssertions } from './network.ts'
import { pathAssertions } from './path.ts'
import type { Sights } from './sight.ts'
import { syncDaemonAssertions, syncGroupAssertions } from './sync.ts'
import { tableAssertions } from './table.ts'
import { wayAssertions } from './way.ts'

type Judge = (scene: Scene, sights: Sights) => readonly Assertion[]

const judges: readonly Judge[] = [
  holderAssertions,
  syncGroupAssertions,
  advertAssertions,
  tableAssertions,
  drainedAssertions,
  syncDaemonAssertions,
  listeningAssertions,
  wayAssertions,
  networkAssertions,
  pathAssertions,
  clientAssertions,
  clockAssertions,
]

/** Everything that must hold between the hosts of a cluster, judged by what was seen. What one judge throws leaves the others' word. */
export function verifyCluster(
  scene: Scene,
  sights: Sights,
  onBug: (error: unknown) => void = () => {},
): readonly Assertion[] {
  return judges.flatMap((judge) => {
    try {
      return judge(scene, sights)
    } catch (error) {
      onBug(error)
      return [unjudged(scene, error)]
    }
  })
}

function unjudged({ members }: Scene, error: unknown): Assertion {
  const { message, hint } = unforeseen(error)
  return {
    id: 'judged',
    claim: 'what was seen can be judged',
    subject: 'cluster',
    hosts: members.map(({ host }) => host.name),
    verdict: 'unchecked',
    expected: 'a verdict',
    seen: message,
    remedy: hint,
    essential: true,
  }
}

/** Logs of two directors can't be laid side by side when their clocks are further apart than this, in seconds. */
const clockTolerance = 10

function clockAssertions({ members }: Scene, { hosts }: Sights): readonly Assertion[] {
  return members.map(({ host: { name } }) => {
    const about = {
      id: 'clock',
      subject: name,
      hosts: [name],
      expected: `within ${clockTolerance} s of this machine's`,
    } as const
    const ahead = hosts.get(name)?.clockAhead ?? { why: `${name} could not be asked` }
    if (isUnseen(ahead)) return unchecked(about, ahead.why)
    const ok = Math.abs(ahead) <= clockTolerance
    const seen = ok ? 'it is' : `${Math.abs(ahead)} s ${ahead > 0 ? 'ahead' : 'behind'}`
    return judged(about, { ok, seen, remedy: `have chrony or ntpd set the clock of ${name}; role bootstrap does` })
  })
}
