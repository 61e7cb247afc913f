import { realServers, vip } from '../support.ts'

/** Where NAT's client is: in no network of the machines, so that answers to it take the default route. */
export const outside = '203.0.113.9'
const vip6 = 'fd00::225'

/** A cluster with another way of forwarding than the site of the repository has. */
export interface ForwardingCase {
  readonly name: string
  /** group_vars/all.yml. */
  readonly vars: object
  readonly urls: readonly string[]
  /** How `ipvsadm -Ln` names the way of forwarding. */
  readonly forward: string
  /** The client's address. Default: its own on the LAN. */
  readonly from?: string
}

const password = { auth_type: 'PASS', auth_pass: 'n4Tw7rPq' }
const check = { TCP_CHECK: { connect_timeout: 1, retry: 1, delay_before_retry: 1 } }
const outer = {
  interface: 'em1',
  virtual_router_id: 61,
  authentication: password,
  virtual_ipaddress: [`${vip}/32`],
}
const inner = { ...outer, virtual_router_id: 62, virtual_ipaddress: ['192.168.1.226/24'] }
const six = { interface: 'em1', virtual_router_id: 63, virtual_ipaddress: ['fe80::225/64', `${vip6}/128`] }

const onFour = { address: vip, port: 80, lb_algo: 'rr', delay_loop: 2, real_servers: realServers, ...check }
const onSix = { ...onFour, address: vip6 }

/** Both families, in one sync group. */
const dual = (lb_kind: string) => ({
  vrrp_instances: { VI_4: outer, VI_6: six },
  vrrp_sync_groups: { VG_1: { group: ['VI_4', 'VI_6'] } },
  virtual_servers: [onFour, onSix].map((service) => ({ ...service, lb_kind })),
  lvs_sync_daemon: { interface: 'em1', instance: 'VI_4' },
})

export const forwardingCases: readonly ForwardingCase[] = [
  { name: 'DR', vars: dual('DR'), urls: [`http://${vip}/`, `http://[${vip6}]/`], forward: 'Route' },
  { name: 'TUN', vars: dual('TUN'), urls: [`http://${vip}/`, `http://[${vip6}]/`], forward: 'Tunnel' },
  {
    name: 'NAT',
    vars: {
      vrrp_instances: { VI_OUT: outer, VI_IN: inner },
      vrrp_sync_groups: { VG_1: { group: ['VI_OUT', 'VI_IN'] } },
      virtual_servers: [{ ...onFour, lb_kind: 'NAT' }],
      lvs_sync_daemon: { interface: 'em1', instance: 'VI_OUT' },
    },
    urls: [`http://${vip}/`],
    forward: 'Masq',
    from: outside,
  },
]

/** What the inventory says of a host beside its IPv4 address. */
export const address6Of = (address: string): string => `fd00::${address.split('.').at(-1)}`

/** Addresses that the lab does not give: a second family for machines and client, a second network for the client. A machine that boots has lost its own. */
export const givesMachine = (address: string): string => `ip -6 addr replace ${address6Of(address)}/64 dev em1 nodad`
export const givesClient = `ip -6 addr replace fd00::1/64 dev lan nodad; ip addr replace ${outside}/32 dev lan`
