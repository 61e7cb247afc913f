/** A machine of the lab; `roles` are read by its image's boot script: `web` serves its own name over HTTP, `firewall` (el6, el9) lets nothing but ssh in, `selinux` (el9) loads a policy, and what lab/images/el6/files/usr/local/lib/lab-roles has. */
export interface Machine {
  readonly name: string
  readonly address: string
  readonly image: string
  readonly roles: readonly string[]
}

/** Machines on one LAN. `gateway` is the bridge's own address: the client's place. */
export interface Topology {
  readonly gateway: string
  readonly prefixLength: number
  readonly interface: string
  readonly machines: readonly Machine[]
}

/** Two directors and two real servers, each of its image. The virtual address 192.168.1.225 is nobody's until it is configured. */
function four([dir1, dir2, rs1, rs2]: readonly [string, string, string, string], ...roles: string[]): Topology {
  return {
    gateway: '192.168.1.1',
    prefixLength: 24,
    interface: 'em1',
    machines: [
      { name: 'dir1', address: '192.168.1.220', image: dir1, roles: ['director', ...roles] },
      { name: 'dir2', address: '192.168.1.221', image: dir2, roles: ['director', ...roles] },
      { name: 'rs1', address: '192.168.1.222', image: rs1, roles: ['web', ...roles] },
      { name: 'rs2', address: '192.168.1.223', image: rs2, roles: ['web', ...roles] },
    ],
  }
}

/** The same with more roles for some machines. */
function withRoles(all: Topology, more: Readonly<Record<string, readonly string[]>>): Topology {
  const machines = all.machines.map((machine) => ({
    ...machine,
    roles: [...machine.roles, ...(more[machine.name] ?? [])],
  }))
  return { ...all, machines }
}

/** The same with a third real server. */
function withServer(all: Topology): Topology {
  return {
    ...all,
    machines: [...all.machines, { name: 'rs3', address: '192.168.1.224', image: 'debian12', roles: ['web'] }],
  }
}

const topologies: Readonly<Record<string, Topology>> = {
  seed: four(['debian12', 'debian12', 'debian12', 'debian12']),
  three: withServer(four(['debian12', 'debian12', 'debian12', 'debian12'])),
  el9: four(['el9', 'el9', 'el9', 'el9']),
  el7: four(['el7', 'el7', 'el7', 'el7']),
  el6: four(['el6', 'el6', 'el6', 'el6']),
  'el6-firewall': four(['el6', 'el6', 'el6', 'el6'], 'firewall'),
  'el6-old': withRoles(four(['el6', 'el6', 'el6', 'el6'], 'initscripts-9.03.27'), {
    rs1: ['old-sudoers', 'dead-epel'],
    rs2: ['silent-name-server'],
  }),
  'el9-secured': four(['el9', 'el9', 'el9', 'el9'], 'firewall', 'selinux'),
  mixed: four(['el9', 'el6', 'el7', 'debian12']),
}

/** The name of the topology this lab has: LBPROV_LAB_TOPOLOGY, `seed` unless set. */
export const topologyName = process.env.LBPROV_LAB_TOPOLOGY ?? 'seed'

/** The topology this lab has. */
export function topology(): Topology {
  const found = topologies[topologyName]
  if (!found)
    throw new Error(
      `LBPROV_LAB_TOPOLOGY: no topology "${topologyName}"; there is ${Object.keys(topologies).join(', ')}`,
    )
  return found
}

/** The machines of the given names, all of them when none is given. */
export function machinesNamed(names: readonly string[] = []): readonly Machine[] {
  return names.length ? names.map(machineNamed) : topology().machines
}

/** The machine of that name. */
export function machineNamed(name: string): Machine {
  const { machines } = topology()
  const found = machines.find((machine) => machine.name === name)
  if (!found) throw new Error(`no machine "${name}"; there is ${machines.map((machine) => machine.name).join(', ')}`)
  return found
}

/** True of a machine whose sshd knows what OpenSSH 5.3 knew: RSA keys, and signatures by SHA-1. */
export function hasOldSshd({ image }: Machine): boolean {
  return image === 'el6'
}

/** True of a machine whose sshd asks a silent name server before it lets anybody in. */
export function hasSlowLogin({ roles }: Machine): boolean {
  return roles.includes('silent-name-server')
}

/** The hardware address of a machine: its IPv4 address behind 02:00, so that who answers can be told by sight. */
export function macOf(machine: Machine): string {
  const octets = machine.address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'))
  return ['02', '00', ...octets].join(':')
}
