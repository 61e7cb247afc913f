import type { Facts } from '../../src/model/facts.ts'

/** Interfaces by name, as facts have them. */
export function interfacesOf(addresses: Readonly<Record<string, readonly string[]>>): Facts['interfaces'] {
  return new Map(Object.entries(addresses))
}

/** A bare Debian 12 host, as its facts are. */
export const debian12: Facts = {
  hostname: 'dir1',
  family: 'debian',
  distribution: 'debian',
  release: '12',
  kernel: '6.1.0',
  init: 'systemd',
  packageTool: 'apt',
  network: 'ifupdown',
  networkManager: null,
  firewall: 'none',
  selinux: 'disabled',
  ipVs: 'module',
  keepalived: null,
  keepalivedOptions: [],
  candidates: new Map(),
  interfaces: interfacesOf({ lo: ['127.0.0.1/8', '::1/128'], em1: ['192.168.1.220/24'] }),
  madeInterfaces: [],
  configuredAddresses: new Map(),
  gateway: null,
  gateway6: null,
  routerAdverts: [],
  sysctls: new Map(),
  balancers: [],
  deadRepositories: [],
}
