import { type Others, others } from './entry.ts'
import { shared } from './further-instance.ts'
import { furtherHosts } from './smtp-check.ts'

const one =
  'Leave it out: a director runs one keepalived, in the network namespace of the host and with the names that it has there.'

/** Blocks and words of the outermost level that the variables have by another name, or not at all. */
const outermost = {
  ...others('Write it as a variable: global_defs: { smtp_server: 192.168.1.5 }.', [{ since: '1.2.2' }, 'global_defs']),
  ...others('Write vrrp_instances: { VI_1: { interface: em1, … } }.', [{ since: '1.2.2' }, 'vrrp_instance']),
  ...others('Write vrrp_sync_groups: { VG_1: { group: [VI_1, VI_2] } }.', [{ since: '1.2.2' }, 'vrrp_sync_group']),
  ...others('Write vrrp_scripts: { check: { script: /usr/libexec/keepalived/check } }.', [
    { since: '1.2.2' },
    'vrrp_script',
  ]),
  ...others('Write virtual_servers: [{ address: 192.168.1.225, port: 80, real_servers: [rs1, rs2] }].', [
    { since: '1.2.2' },
    'virtual_server',
  ]),
  ...others('Write virtual_server_groups: { web: [{ address: 192.168.1.225, port: 80 }] }.', [
    { since: '1.2.2' },
    'virtual_server_group',
  ]),
  ...others('Write bfd_instances: { router: { neighbor_ip: 192.168.1.1 } }.', [{ since: '2.0.0' }, 'bfd_instance']),
  ...others('Write track_processes: { named: { process: named } }.', [{ since: '2.0.11' }, 'vrrp_track_process']),
  ...others(
    'Write track_files: { drain: { file: /etc/keepalived/drain } }.',
    [{ since: '2.0.0' }, 'vrrp_track_file'],
    [{ since: '2.1.0' }, 'track_file'],
  ),
  ...others(shared.links, [{ since: '1.2.2' }, 'linkbeat_use_polling'], [{ since: '2.0.13' }, 'linkbeat_interfaces']),
  ...others(
    one,
    [{ since: '1.2.24' }, 'net_namespace use_pid_dir instance'],
    [{ since: '1.3.0' }, 'namespace_with_ipsets'],
    [{ since: '2.1.0' }, 'net_namespace_ipvs'],
  ),
  ...others('Write lvs_flush_on_stop: true in global_defs: a large keepalived then ends in time.', [
    { since: '2.0.0' },
    'child_wait_time',
  ]),
  ...others(
    'Write preempt_delay: 30 or nopreempt: true in the instance: with an interface that comes and goes the addresses then move once.',
    [{ since: '2.2.3' }, 'interface_up_down_delays'],
  ),
}

const certificate =
  'Leave it out: a server that asks for a certificate of the client is checked by MISC_CHECK, with a program that has one: curl --cert.'
const rates = 'Write vrrp_garp_interval and vrrp_gna_interval in global_defs: they hold for every interface.'

/** Blocks that the variables have no word of, by path; the outermost is empty. */
export const furtherBlocks: Readonly<Record<string, Others>> = {
  '': {
    ...outermost,
    ...others(certificate, [{ since: '1.2.2' }, 'SSL']),
    ...others(rates, [{ since: '1.2.21' }, 'garp_group']),
    ...others(shared.tracked, [{ since: '2.0.3' }, 'track_group']),
  },
  'vrrp_instance auth_hmac': others(shared.hmac, [{ since: '2.4.0' }, 'key active_key time_window anti_replay mode']),
  garp_group: others(
    rates,
    [{ since: '1.2.21', takes: 'dec(0,2147.483647)' }, 'garp_interval gna_interval'],
    [{ since: '1.2.21', takes: 'device' }, 'interface'],
    [{ since: '1.2.21' }, 'interfaces'],
  ),
  track_group: others(shared.tracked, [{ since: '2.0.3' }, 'group']),
  SSL: others(certificate, [{ since: '1.2.2', takes: 'filled' }, 'password ca certificate key']),
  'virtual_server real_server SMTP_CHECK host': others(
    furtherHosts,
    [{ since: '1.2.2', takes: 'address' }, 'connect_ip bindto'],
    [{ since: '1.2.2', takes: { '1.2.2': 'int(0,65535)', '2.0.0': 'port' } }, 'connect_port'],
    [{ since: '1.2.13', takes: { '1.2.13': 'int(0,65535)', '2.0.0': 'port' } }, 'bind_port'],
    [
      { since: '1.2.13', takes: { '1.2.13': 'int(1,2147)', '2.0.0': 'int(1,4294)', '2.1.0': 'timer(0.000001)' } },
      'connect_timeout',
    ],
    [
      {
        since: '1.2.13',
        takes: { '1.2.13': 'int(-2147483648,2147483647)', '1.3.0': 'int(0,4294967295)', '2.0.0': 'int(1,4294967295)' },
      },
      'fwmark',
    ],
    [{ since: '1.3.7', takes: 'device' }, 'bind_if'],
    [{ since: '1.3.7', takes: 'int(0,4294967295)' }, 'retry'],
    [
      { since: '1.3.7', takes: { '1.3.7': 'int(0,2147)', '2.0.0': 'int(0,4294)', '2.1.0': 'timer' } },
      'delay_before_retry warmup',
    ],
    [{ since: '1.3.7', takes: { '1.3.7': 'int(1,4294)', '2.1.0': 'timer(0.000001)' } }, 'delay_loop'],
    [{ since: '1.3.7', takes: 'onoff?' }, 'alpha'],
    [{ since: '2.0.11', takes: 'onoff?' }, 'log_all_failures'],
  ),
}
