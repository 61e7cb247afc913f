import { virtualAddresses } from '../cluster/cluster.ts'
import type { Scene } from '../cluster/scene.ts'
import type { Told } from './ignore.ts'
import { onInstances } from './rule.ts'

/** Clusters of one site that hold the same address: most often one cluster whose directors read different variables (L21). */
export function neighbourFindings(scenes: readonly Scene[]): readonly Told[] {
  const holders = new Map<string, Scene[]>()
  return scenes
    .filter(({ directors }) => directors.length > 0)
    .flatMap((scene) => {
      const own = virtualAddresses(scene.cluster)
      const told = own.flatMap(({ cidr: { address }, instance }) =>
        (holders.get(address) ?? []).map((other) => bothHold(other, scene, address, instance.name)),
      )
      for (const address of new Set(own.map(({ cidr }) => cidr.address)))
        holders.set(address, [...(holders.get(address) ?? []), scene])
      return told
    })
}

function bothHold(other: Scene, scene: Scene, address: string, instance: string): Told {
  const [left, right] = [other.directors[0]!.host, scene.directors[0]!.host]
  const message = `${left.name} and ${right.name} both hold ${address}, but their virtual_servers differ`
  const hint = 'write virtual_servers once, in the group_vars that all hosts of the cluster share'
  return {
    finding: { ...onInstances([instance], message, hint), rule: 'L21' },
    severity: 'error',
    speaker: right,
  }
}
