import { virtualAddresses } from '../cluster.ts'
import type { Told } from './ignore.ts'
import { onInstances } from './rule.ts'
import type { Scene } from './scene.ts'

/** Clusters of one site that hold the same address: most often one cluster whose directors read different variables (L21). */
export function neighbourFindings(scenes: readonly Scene[]): readonly Told[] {
  return scenes.flatMap((scene, i) => scenes.slice(0, i).flatMap((other) => shared(other, scene)))
}

function shared(other: Scene, scene: Scene): readonly Told[] {
  if (other.directors.length === 0 || scene.directors.length === 0) return []
  const taken = virtualAddresses(other.cluster).map(({ cidr }) => cidr.address)
  const [left, right] = [other.directors[0]!.host, scene.directors[0]!.host]
  return virtualAddresses(scene.cluster)
    .filter(({ cidr }) => taken.includes(cidr.address))
    .map(({ cidr, instance }) => {
      const message = `${left.name} and ${right.name} both hold ${cidr.address}, but their virtual_servers differ`
      const hint = 'write virtual_servers once, in the group_vars that all hosts of the cluster share'
      return {
        finding: { ...onInstances([instance.name], message, hint), rule: 'L21' },
        severity: 'error',
        speaker: right,
      }
    })
}
