/** A machine of the lab; `roles` are read by its image's boot script (`web` serves its own name over HTTP). */
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

const debian12 = (name: string, address: string, ...roles: string[]): Machine => ({
  name,
  address,
  image: 'debian12',
  roles,
})

/** Two directors and two real servers. The virtual address 192.168.1.225 is nobody's until it is configured. */
const seed: Topology = {
  gateway: '192.168.1.1',
  prefixLength: 24,
  interface: 'em1',
  machines: [
    debian12('dir1', '192.168.1.220', 'director'),
    debian12('dir2', '192.168.1.221', 'director'),
    debian12('rs1', '192.168.1.222', 'web'),
    debian12('rs2', '192.168.1.223', 'web'),
  ],
}

const topologies: Readonly<Record<string, Topology>> = { seed }

/** The topology this lab has: the one LBPROV_LAB_TOPOLOGY names, `seed` unless set. */
export function topology(): Topology {
  const name = process.env.LBPROV_LAB_TOPOLOGY ?? 'seed'
  const found = topologies[name]
  if (!found)
    throw new Error(`LBPROV_LAB_TOPOLOGY: no topology "${name}"; there is ${Object.keys(topologies).join(', ')}`)
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

/** The hardware address of a machine: its IPv4 address behind 02:00, so that who answers can be told by sight. */
export function macOf(machine: Machine): string {
  const octets = machine.address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'))
  return ['02', '00', ...octets].join(':')
}
