import type { KeywordBlock } from './block.ts'

/** The blocks of virtual servers and real servers; read off the install_keyword calls of every release from 1.2.2 to 2.4.3. */
export const virtualServerKeywords: Readonly<Record<string, KeywordBlock>> = {
  virtual_server: {
    since: {
      '1.2.2': `
        delay_loop lb_algo lvs_sched lb_kind lvs_method nat_mask persistence_timeout persistence_granularity
        protocol ha_suspend virtualhost alpha omega quorum_up quorum_down quorum hysteresis sorry_server
        real_server
      `,
      '1.2.8': 'ops',
      '1.2.13': 'sorry_server_inhibit',
      '1.2.20': 'ip_family persistence_engine',
      '1.3.0': 'hashed flag-1 flag-2 flag-3 sh-port sh-fallback',
      '1.3.6': 'sorry_server_lvs_method',
      '1.3.7': 'retry delay_before_retry warmup inhibit_on_failure weight',
      '2.0.0': 'smtp_alert',
      '2.0.13': 'connect_timeout',
      '2.0.20': 'mh-port mh-fallback',
      '2.2.3': 'snmp_name',
    },
    values: {
      'int(1,4294)': 'delay_loop',
      '2.1.0: timer(0.000001)': 'delay_loop',
      scheduler: 'lb_algo lvs_sched',
      forwarding: 'lb_kind lvs_method',
      '2.0.0: forwarding text*': 'lb_kind lvs_method',
      filled: 'nat_mask persistence_engine',
      'int(1,2678400)?': 'persistence_timeout',
      mask: 'persistence_granularity',
      protocol: 'protocol',
      '1.2.2: PROTOCOL': 'protocol',
      '2.0.0: protocol': 'protocol',
      'oneof(inet|inet6)': 'ip_family',
      '': `
        ops ha_suspend omega hashed flag-1 flag-2 flag-3 sh-port sh-fallback mh-port mh-fallback alpha
        sorry_server_inhibit inhibit_on_failure
      `,
      text: 'virtualhost snmp_name',
      command: 'quorum_up quorum_down',
      'int(1,2147483647)': 'quorum',
      'int(0,2147483647)': 'hysteresis',
      '2.0.0: int(1,4294967295)': 'quorum',
      '2.0.0: int(0,4294967295)': 'hysteresis',
      'address port?': 'sorry_server',
      'forwarding text*': 'sorry_server_lvs_method',
      'int(1,4294967295)': 'retry',
      timer: 'delay_before_retry warmup',
      'timer(0.000001)': 'connect_timeout',
      'int(1,65535)': 'weight',
      'onoff?': 'smtp_alert',
    },
    until: { nat_mask: '1.2.19' },
  },
  'virtual_server real_server': {
    since: {
      '1.2.2': `
        weight uthreshold lthreshold inhibit_on_failure notify_up notify_down MISC_CHECK SMTP_CHECK TCP_CHECK
        HTTP_GET SSL_GET
      `,
      '1.3.0': 'DNS_CHECK',
      '1.3.6': 'lvs_method virtualhost',
      '1.3.7': 'alpha retry delay_before_retry warmup delay_loop',
      '2.0.0': 'smtp_alert BFD_CHECK',
      '2.0.13': 'connect_timeout',
      '2.1.0': 'PING_CHECK UDP_CHECK FILE_CHECK',
      '2.2.3': 'snmp_name',
    },
    values: {
      'int(-2147483648,2147483647)': 'weight',
      '2.0.0: int(0,65535)': 'weight',
      'int(0,2147483647)': 'uthreshold lthreshold',
      '2.0.0: int(0,4294967295)': 'uthreshold lthreshold',
      '': 'inhibit_on_failure',
      '2.0.0: onoff?': 'inhibit_on_failure',
      text: 'virtualhost snmp_name',
      command: 'notify_up notify_down',
      'forwarding text*': 'lvs_method',
      'onoff?': 'alpha smtp_alert',
      'int(1,4294967295)': 'retry',
      timer: 'delay_before_retry warmup',
      'timer(0.000001)': 'connect_timeout delay_loop',
    },
  },
  SSL: {
    since: {
      '1.2.2': 'password ca certificate key',
    },
    values: {
      filled: 'password ca certificate key',
    },
  },
}
