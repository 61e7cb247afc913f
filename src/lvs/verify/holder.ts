import type { Assertion } from '../../model/verification.ts'
import { virtualAddresses } from '../cluster/cluster.ts'
import { named } from '../cluster/named.ts'
import type { Scene } from '../cluster/scene.ts'
import { judged, unchecked } from './assertion.ts'
import { balancers, holdersOf, keepalivedLog, mayBeMaster } from './cast.ts'
import type { Sights } from './sight.ts'

/** Exactly one director has each virtual address, and it is the right one. */
export function holderAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const all = balancers(scene).map(({ name }) => name)
  const missing = all.filter((name) => !sights.hosts.has(name))
  return virtualAddresses(scene.cluster).map(({ cidr, instance }) => {
    const right = mayBeMaster(instance, scene, sights)
    const holders = holdersOf(cidr.address, scene, sights)
    const expected = right.length === 1 ? `on ${right[0]} alone` : `on one of ${named(right)}`
    const about = {
      id: 'vip-holder',
      subject: cidr.address,
      hosts: holders.length > 1 ? holders : all,
      expected,
    } as const
    const isRight = holders.length === 1 && right.includes(holders[0]!)
    if (missing.length > 0 && holders.length < 2) return unchecked(about, `${named(missing)} could not be asked`)
    const seen = holders.length === 0 ? 'on no director' : `on ${named(holders)}`
    return judged(about, { ok: isRight, seen, remedy: remedyFor(holders, right, sights) })
  })
}

function remedyFor(holders: readonly string[], right: readonly string[], { mend }: Sights): string {
  if (holders.length === 0) return `on ${named(right)}: does keepalived run? ${keepalivedLog}`
  if (holders.length === 1) return `on ${named(right)}: is keepalived running, with its interface up? ${keepalivedLog}`
  const strays = holders.filter((name) => !right.includes(name))
  return `either the directors do not hear each other (see vrrp-heard), or the address was put there by hand: ${mend(strays.join(','))}`
}
