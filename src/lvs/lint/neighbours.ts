import type { Problem } from '../../model/errors.ts'
import { virtualAddresses } from '../cluster.ts'
import { located } from '../finding.ts'
import type { Scene } from './scene.ts'

/** Clusters of one site that hold the same address: most often one cluster whose directors read different variables (L04, L21). */
export function neighbourProblems(scenes: readonly Scene[]): readonly Problem[] {
  return scenes.flatMap((scene, i) => scenes.slice(0, i).flatMap((other) => shared(other, scene)))
}

function shared(other: Scene, scene: Scene): readonly Problem[] {
  if (other.directors.length === 0 || scene.directors.length === 0) return []
  const taken = virtualAddresses(other.cluster).map(({ cidr }) => cidr.address)
  const [left, right] = [other.directors[0]!.host, scene.directors[0]!.host]
  return virtualAddresses(scene.cluster)
    .filter(({ cidr }) => taken.includes(cidr.address))
    .map(({ cidr, instance }) =>
      located(
        {
          rule: 'L21',
          variable: 'vrrp_instances',
          path: [instance.name],
          message: `${left.name} and ${right.name} both hold ${cidr.address}, but their virtual_servers differ`,
          hint: 'write virtual_servers once, in the group_vars that all hosts of the cluster share',
        },
        right,
      ),
    )
}
