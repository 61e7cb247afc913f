import { others } from './entry.ts'
import { inCheck } from './real-server.ts'

/** The words of a virtual_server that the variables do not have. */
export const furtherServiceWords = {
  ...others('Write lb_algo.', [{ since: '1.2.2', takes: 'scheduler' }, 'lvs_sched']),
  ...others('Write lb_kind.', [
    { since: '1.2.2', takes: { '1.2.2': 'forwarding', '2.0.0': 'forwarding tunnel*' } },
    'lvs_method',
  ]),
  ...others('Leave it out: keepalived has not known it since 1.2.20.', [
    { since: '1.2.2', until: '1.2.19', takes: 'filled' },
    'nat_mask',
  ]),
  ...others('Write real_servers: [rs1, rs2].', [{ since: '1.2.2' }, 'real_server']),
  ...others('Write sh-fallback: true, or with lb_algo: mh mh-fallback.', [{ since: '1.3.0', takes: '' }, 'flag-1']),
  ...others('Write sh-port: true, or with lb_algo: mh mh-port.', [{ since: '1.3.0', takes: '' }, 'flag-2']),
  ...others('Leave it out: no scheduler has a third flag.', [{ since: '1.3.0', takes: '' }, 'flag-3']),
  ...others('Leave it out: it is a flag that the kernel sets by itself.', [{ since: '1.3.0', takes: '' }, 'hashed']),
  ...others('Write sorry_server: { host: rs3, lb_kind: NAT }.', [
    { since: '1.3.6', takes: 'forwarding tunnel*' },
    'sorry_server_lvs_method',
  ]),
  ...others(
    inCheck,
    [{ since: '1.3.7', takes: 'int(1,4294967295)' }, 'retry'],
    [{ since: '1.3.7', takes: 'timer' }, 'delay_before_retry warmup'],
    [{ since: '2.0.13', takes: 'timer(0.000001)' }, 'connect_timeout'],
  ),
  ...others('Write it with each real server: { host: rs1, weight: 2 }.', [
    { since: '1.3.7', takes: { '1.3.7': 'int(1,65535)', '2.1.0': 'int(1,2147483647)' } },
    'weight',
  ]),
}
