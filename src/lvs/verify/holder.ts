import type { Assertion } from '../../model/verification.ts'
import { type Instance, virtualAddresses } from '../cluster/cluster.ts'
import { named } from '../cluster/named.ts'
import type { Scene } from '../cluster/scene.ts'
import { sendsAdverts } from './adverts.ts'
import { judged, unchecked } from './assertion.ts'
import { balancers, holdersOf, mayBeMaster, missingOf, removal } from './cast.ts'
import { keepalivedLog } from './log.ts'
import { sickness } from './sickness.ts'
import type { Sights } from './sight.ts'

/** Exactly one director has each virtual address, and it is the right one. */
export function holderAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const all = balancers(scene).map(({ name }) => name)
  const missing = missingOf(scene, sights)
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
    const sick = isRight ? null : sickness(balancers(scene), sights)
    const remedy = sick?.text ?? remedyFor(cidr.address, instance, holders, right, sights)
    return judged(sick ? { ...about, hosts: sick.names } : about, { ok: isRight, seen, remedy })
  })
}

function remedyFor(
  address: string,
  instance: Instance,
  holders: readonly string[],
  right: readonly string[],
  sights: Sights,
): string {
  if (holders.length === 0) return `on ${named(right)}: does keepalived run? ${keepalivedLog(right, sights)}`
  if (holders.length === 1)
    return `on ${named(right)}: is keepalived running, with its interface up? ${keepalivedLog(right, sights)}`
  const masters = holders.filter((name) => sendsAdverts(name, instance, sights) === true)
  if (masters.length > 1) return 'the directors do not hear each other: see vrrp-heard'
  const strays = holders.filter((name) => !(masters.length === 1 ? masters : right).includes(name))
  const away = strays.map((name) => removal(address, name, sights)).join('; ')
  if (masters.length === 1) return `${named(strays)} is not master, so the address was put there by hand: ${away}`
  return `either the directors do not hear each other (see vrrp-heard), or the address was put there by hand${away && `: ${away}`}`
}
