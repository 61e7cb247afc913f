import { vip } from '../support.ts'

// biome-ignore lint/suspicious/noExplicitAny: variables are data of any shape
type Data = any

/** A change of a cluster's variables. */
export interface Change {
  readonly what: string
  readonly make: (vars: Data) => void
  /** Another director is master afterwards. */
  readonly moves?: boolean
  /** Held connections are reset, as the plan says. */
  readonly resets?: boolean
}

/** A cluster in use, and what is changed of it: one after the other, each from what the one before has left; every second one goes back. */
export interface Family {
  readonly name: string
  readonly virtual: string
  readonly url: string
  readonly changes: readonly Change[]
}

const instance = (vars: Data) => vars.vrrp_instances.VI_1
const service = (vars: Data) => vars.virtual_servers[0]

const passwords: readonly Change[] = [
  { what: 'auth_pass', make: (vars) => (instance(vars).authentication.auth_pass = 'other123') },
  { what: 'auth_pass back', make: (vars) => (instance(vars).authentication.auth_pass = 'k7Qm2xZt') },
  { what: 'auth_type', make: (vars) => (instance(vars).authentication.auth_type = 'AH') },
  { what: 'auth_type back', make: (vars) => (instance(vars).authentication.auth_type = 'PASS') },
  { what: 'VRRP version 3', make: (vars) => Object.assign(instance(vars), { version: 3, authentication: undefined }) },
  {
    what: 'VRRP version 2',
    make: (vars) => {
      delete instance(vars).version
      instance(vars).authentication = { auth_type: 'PASS', auth_pass: 'k7Qm2xZt' }
    },
  },
]

const adverts: readonly Change[] = [
  { what: 'advert_int', make: (vars) => (instance(vars).advert_int = 2) },
  { what: 'advert_int back', make: (vars) => delete instance(vars).advert_int },
  { what: 'virtual_router_id', make: (vars) => (instance(vars).virtual_router_id = 77) },
  { what: 'virtual_router_id back', make: (vars) => (instance(vars).virtual_router_id = 51) },
  { what: 'unicast', make: (vars) => (instance(vars).unicast = true) },
  { what: 'unicast back', make: (vars) => delete instance(vars).unicast },
  { what: 'lvs_sync_daemon', make: (vars) => (vars.lvs_sync_daemon = { interface: 'em1', instance: 'VI_1' }) },
  { what: 'lvs_sync_daemon away', make: (vars) => delete vars.lvs_sync_daemon },
]

/** `second`, `third`: addresses that are free. */
const addresses = (second: string, third: readonly string[], global: string, group: string): readonly Change[] => [
  { what: 'a second address', make: (vars) => instance(vars).virtual_ipaddress.push(second) },
  { what: 'a second address away', make: (vars) => instance(vars).virtual_ipaddress.pop() },
  {
    what: 'a second instance',
    make: (vars) => (vars.vrrp_instances.VI_2 = { interface: 'em1', virtual_router_id: 52, virtual_ipaddress: third }),
  },
  { what: 'a second instance away', make: (vars) => delete vars.vrrp_instances.VI_2 },
  { what: 'another multicast group', make: (vars) => (vars.global_defs = { [global]: group }) },
  { what: 'the usual multicast group', make: (vars) => delete vars.global_defs },
]

const services: readonly Change[] = [
  { what: 'a server out', make: (vars) => service(vars).real_servers.pop(), resets: true },
  { what: 'a server in', make: (vars) => service(vars).real_servers.push('rs2') },
  { what: 'a weight', make: (vars) => (service(vars).real_servers[1] = { host: 'rs2', weight: 3 }) },
  { what: 'a weight back', make: (vars) => (service(vars).real_servers[1] = 'rs2') },
  { what: 'the scheduler', make: (vars) => (service(vars).lb_algo = 'rr') },
  { what: 'the scheduler back', make: (vars) => (service(vars).lb_algo = 'wrr') },
  { what: 'the time between checks', make: (vars) => (service(vars).delay_loop = 5) },
  { what: 'the time between checks back', make: (vars) => (service(vars).delay_loop = 2) },
  { what: 'persistence', make: (vars) => (service(vars).persistence_timeout = 20) },
  { what: 'persistence away', make: (vars) => delete service(vars).persistence_timeout },
  { what: 'another service', make: (vars) => vars.virtual_servers.push({ ...service(vars), port: 8080 }) },
  { what: 'another service away', make: (vars) => vars.virtual_servers.pop() },
]

const masters: readonly Change[] = [
  {
    what: 'the priority',
    make: (vars) => (instance(vars).priority = { dir1: 90, dir2: 98 }),
    moves: true,
    resets: true,
  },
  { what: 'the priority back', make: (vars) => delete instance(vars).priority, moves: true, resets: true },
]

const vip6 = 'fd00::225'

/** The cluster of the repository, and the same over IPv6, where VRRP has no passwords. */
export const families: readonly Family[] = [
  {
    name: 'IPv4',
    virtual: vip,
    url: `http://${vip}/`,
    changes: [
      ...passwords,
      ...adverts,
      ...addresses('192.168.1.226/32', ['192.168.1.227/32'], 'vrrp_mcast_group4', '224.0.0.19'),
      ...services,
      ...masters,
    ],
  },
  {
    name: 'IPv6',
    virtual: vip6,
    url: `http://[${vip6}]/`,
    changes: [
      ...adverts,
      ...addresses('fd00::226/128', ['fe80::227/64', 'fd00::227/128'], 'vrrp_mcast_group6', 'ff02::13'),
      ...services,
      ...masters,
    ],
  },
]
