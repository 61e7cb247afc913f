import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import directorVip from '../../../../roles/director-vip/role.ts'
import installIpvsadm from '../../../../roles/install-ipvsadm/role.ts'
import keepalivedBackup from '../../../../roles/keepalived-backup/role.ts'
import keepalivedMaster from '../../../../roles/keepalived-master/role.ts'
import realserverArp from '../../../../roles/realserver-arp/role.ts'
import type { Facts } from '../../../../src/model/facts.ts'
import type { Host, Inventory, Path } from '../../../../src/model/host.ts'
import type { Assignment, Site } from '../../../../src/model/play.ts'
import type { Role } from '../../../../src/model/role.ts'
import { factsOf as factsOfSystem, type System } from '../../../../src/testing/facts.ts'

/** The facts of a host of src/testing/systems, by a name from data. */
export const factsOf = (system: string, changes: Partial<Facts> = {}): Facts => factsOfSystem(system as System, changes)

export type Vars = Readonly<Record<string, unknown>>

const example: Vars = parse(
  readFileSync(new URL('../../../../inventory/group_vars/all.yml', import.meta.url), 'utf8'),
  (_, value) => Object.freeze(value),
)

/** The cluster of inventory/group_vars/all.yml, as YAML holds it. */
export const exampleVars = (): Vars => example

/** A host whose variables stand at `vars:1:1`, places inside them at column 1 + depth. */
export function hostOf(name: string, address: string, vars: Vars): Host {
  const origin = (variable: string, path: Path = []) =>
    vars[variable] === undefined
      ? undefined
      : { file: `${[name, variable, ...path].join('/')}`, line: 1, column: path.length + 1 }
  const connection = { address } as Host['connection']
  return { name, groups: [], vars, origin, connection }
}

/** An inventory in which `all` and `directors` are the groups; directors are the hosts named dir…. */
export function inventoryOf(hosts: readonly Host[]): Inventory {
  const names = hosts.map(({ name }) => name)
  const groups = new Map([
    ['all', names],
    ['directors', names.filter((name) => name.startsWith('dir'))],
  ])
  return { hosts, groups, host: (name) => hosts.find((host) => host.name === name) }
}

/** The example's inventory: two directors, two real servers; `own` has variables of single hosts. */
export function exampleInventory(vars: Vars = exampleVars(), own: Readonly<Record<string, Vars>> = {}): Inventory {
  const hosts = [
    ['dir1', 220],
    ['dir2', 221],
    ['rs1', 222],
    ['rs2', 223],
  ] as const
  return inventoryOf(hosts.map(([name, last]) => hostOf(name, `192.168.1.${last}`, { ...vars, ...own[name] })))
}

/** Which roles the example's playbook gives to which host. */
export const exampleRoles: Readonly<Record<string, readonly string[]>> = {
  rs1: ['realserver-arp'],
  rs2: ['realserver-arp'],
  dir2: ['install-ipvsadm', 'director-vip', 'keepalived-backup'],
  dir1: ['install-ipvsadm', 'director-vip', 'keepalived-master'],
}

const definitions = {
  'install-ipvsadm': installIpvsadm,
  'director-vip': directorVip,
  'keepalived-master': keepalivedMaster,
  'keepalived-backup': keepalivedBackup,
  'realserver-arp': realserverArp,
  partless: { params: realserverArp.params, resources: realserverArp.resources },
} as unknown as Readonly<Record<string, Role<unknown>>>

/** A name as long as the role's, in which nothing can recognize it. */
export const renamed = (role: string) => [...role].reverse().join('')

/** The example's roles under other names: the same files, re-exported by a user. */
export const renamedRoles: typeof exampleRoles = Object.fromEntries(
  Object.entries(exampleRoles).map(([host, roles]) => [host, roles.map(renamed)]),
)

const without: Role<unknown> = { params: {}, resources: () => [] }
const definitionOf = (role: string) => definitions[role] ?? definitions[renamed(role)] ?? without

function defaultsOf({ params }: Role<unknown>): Vars {
  const own = Object.entries(params).filter(([, schema]) => schema.default !== undefined)
  return Object.fromEntries(own.map(([name, schema]) => [name, schema.default]))
}

/** A site of one play; params are the role's defaults, then the host's variables. */
export function siteOf(inventory: Inventory, roles: Readonly<Record<string, readonly string[]>> = exampleRoles): Site {
  const where = (name: string, index: number) => ({ file: `playbook/${name}`, line: index + 1, column: 1 })
  const assignments = inventory.hosts.flatMap((host) => {
    const list = (roles[host.name] ?? []).map(
      (role, i): Assignment => ({
        role,
        definition: definitionOf(role),
        params: { ...defaultsOf(definitionOf(role)), ...host.vars },
        tags: [role],
        where: where(host.name, i),
      }),
    )
    return list.length > 0 ? [[host, list] as const] : []
  })
  const play = { name: 'site', serial: null, assignments: new Map(assignments), where: where('play', 0) }
  return { inventory, plays: [play], secrets: [] }
}

/** A copy of the data in which the value at `path` is another one; `undefined` takes it away. */
export function changed(data: Vars, [key, ...rest]: Path, value: unknown): Vars {
  const copy = (Array.isArray(data) ? [...data] : Object.fromEntries(Object.entries(data))) as Record<Path[0], unknown>
  if (rest.length > 0) copy[key!] = changed(copy[key!] as Vars, rest, value)
  else if (value === undefined) delete copy[key!]
  else copy[key!] = value
  return copy
}
