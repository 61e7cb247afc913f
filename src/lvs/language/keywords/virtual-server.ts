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
  },
  SSL: {
    since: {
      '1.2.2': 'password ca certificate key',
    },
  },
}
