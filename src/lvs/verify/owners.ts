import type { Scene } from '../cluster/scene.ts'
import type { Sights } from './sight.ts'

/** Hosts by the hardware addresses that they have; one that could not be asked by what a director takes its address to be at. */
export function ownersIn({ members }: Scene, { hosts }: Sights): ReadonlyMap<string, readonly string[]> {
  const own = [...hosts].flatMap(([name, { macs }]) => [...new Set(macs.values())].map((mac) => ({ mac, name })))
  const missing = members.filter(({ host }) => !hosts.has(host.name))
  const told = [...hosts.values()].flatMap(({ neighbours }) =>
    missing.flatMap(({ host: { name, connection } }) => {
      const mac = neighbours?.get(connection.address)
      return mac === undefined ? [] : [{ mac, name }]
    }),
  )
  const byMac = Map.groupBy([...own, ...told], ({ mac }) => mac)
  return new Map([...byMac].map(([mac, all]) => [mac, [...new Set(all.map(({ name }) => name))]]))
}
