import directorVip from '../../roles/director-vip/role.ts'
import installIpvsadm from '../../roles/install-ipvsadm/role.ts'
import keepalivedMaster from '../../roles/keepalived-master/role.ts'
import realserverArp from '../../roles/realserver-arp/role.ts'
import type { Facts, Resource, Role } from '../../src/index.ts'
import { label } from '../../src/model/resource.ts'
import { exampleInventory } from '../unit/lvs/support/site.ts'

/** Hosts of the example inventory, and their roles. */
export const exampleRoles = {
  dir1: [installIpvsadm, directorVip, keepalivedMaster],
  rs1: [realserverArp],
} as unknown as Readonly<Record<string, readonly Role<never>[]>>

/** All that the roles of the example want of a host with these facts. */
export function resourcesOf(name: string, facts: Facts): readonly Resource[] {
  const inventory = exampleInventory()
  const host = inventory.host(name)!
  const resources = exampleRoles[name]!.flatMap((role) => {
    const defaults = Object.entries(role.params).map(([param, schema]) => [param, host.vars[param] ?? schema.default])
    return role.resources({ host, params: Object.fromEntries(defaults) as never, facts, inventory })
  })
  const all = (resources as readonly unknown[]).flat(9) as readonly Resource[]
  return [...new Map(all.map((one) => [label(one), one])).values()]
}
