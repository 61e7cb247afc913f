import { showPosition } from '../../model/position.ts'
import type { Problems } from '../text/problems.ts'
import type { Selection } from './plays.ts'

/** What plays say about become, by host. A host is entered once, so its plays must agree. */
export function becomeByHost(selections: readonly Selection[], problems: Problems): ReadonlyMap<string, boolean> {
  const said = new Map<string, NonNullable<Selection['play']['become']>>()
  for (const { play, hosts } of selections) {
    if (play.become === undefined) continue
    for (const host of hosts) {
      const earlier = said.get(host) ?? play.become
      if (earlier.value !== play.become.value) {
        const hint = `lbprov enters a host once; ${host} is also in the play that says ${earlier.value} (${showPosition(earlier.where)}).`
        problems.add(play.become.where, 'become differs from that of another play for the same hosts', hint)
      }
      said.set(host, earlier)
    }
  }
  return new Map([...said].map(([host, { value }]) => [host, value]))
}
