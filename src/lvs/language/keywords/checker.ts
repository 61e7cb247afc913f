import type { KeywordBlock } from './block.ts'

/** The checkers of a real server (check_*.c, check_api.c); read off the install_keyword calls of every release from 1.2.2 to 2.4.3. */
export const checkerKeywords: Readonly<Record<string, KeywordBlock>> = {
  'virtual_server real_server BFD_CHECK': {
    since: {
      '2.0.0': 'name alpha',
    },
  },
  'virtual_server real_server DNS_CHECK': {
    since: {
      '1.3.0': 'connect_ip connect_port bindto bind_port connect_timeout fwmark retry type name',
      '1.3.7': 'bind_if delay_before_retry warmup delay_loop alpha',
      '2.0.11': 'log_all_failures',
    },
  },
  'virtual_server real_server FILE_CHECK': {
    since: {
      '2.1.0': 'track_file weight',
    },
  },
  'virtual_server real_server HTTP_GET': {
    since: {
      '1.2.2': 'connect_port bindto connect_timeout nb_get_retry delay_before_retry url',
      '1.2.13': 'connect_ip bind_port fwmark warmup',
      '1.3.6': 'virtualhost',
      '1.3.7': 'bind_if retry delay_loop alpha',
      '1.4.3': 'enable_sni',
      '2.0.11': 'log_all_failures',
      '2.0.17': 'http_protocol fast_recovery',
    },
  },
  'virtual_server real_server HTTP_GET url': {
    since: {
      '1.2.2': 'path digest status_code',
      '1.3.6': 'virtualhost',
      '2.0.7': 'regex regex_no_match regex_options regex_min_offset regex_max_offset regex_stack',
    },
  },
  'virtual_server real_server MISC_CHECK': {
    since: {
      '1.2.2': 'misc_path misc_timeout misc_dynamic',
      '1.2.13': 'warmup',
      '1.3.0': 'user',
      '1.3.7': 'retry delay_before_retry delay_loop alpha',
      '2.0.11': 'log_all_failures',
    },
  },
  'virtual_server real_server PING_CHECK': {
    since: {
      '2.1.0': `
        connect_ip connect_port bindto bind_port bind_if connect_timeout fwmark retry delay_before_retry warmup
        delay_loop alpha log_all_failures
      `,
    },
  },
  'virtual_server real_server SMTP_CHECK': {
    since: {
      '1.2.2': 'helo_name connect_timeout delay_before_retry retry host',
      '1.2.13': 'warmup',
      '1.2.17': 'connect_ip connect_port bindto bind_port fwmark',
      '1.3.7': 'bind_if delay_loop alpha',
      '2.0.11': 'log_all_failures',
    },
  },
  'virtual_server real_server SMTP_CHECK host': {
    since: {
      '1.2.2': 'connect_ip connect_port bindto',
      '1.2.13': 'bind_port connect_timeout fwmark',
      '1.3.7': 'bind_if retry delay_before_retry warmup delay_loop alpha',
      '2.0.11': 'log_all_failures',
    },
  },
  'virtual_server real_server SSL_GET': {
    since: {
      '1.2.2': 'connect_port bindto connect_timeout nb_get_retry delay_before_retry url',
      '1.2.13': 'connect_ip bind_port fwmark warmup',
      '1.3.6': 'virtualhost',
      '1.3.7': 'bind_if retry delay_loop alpha',
      '1.4.3': 'enable_sni',
      '2.0.11': 'log_all_failures',
      '2.0.17': 'http_protocol fast_recovery',
      '2.2.8': 'tls_compliant',
    },
  },
  'virtual_server real_server SSL_GET url': {
    since: {
      '1.2.2': 'path digest status_code',
      '1.3.6': 'virtualhost',
      '2.0.7': 'regex regex_no_match regex_options regex_min_offset regex_max_offset regex_stack',
      '2.2.8': 'tls_compliant',
    },
  },
  'virtual_server real_server TCP_CHECK': {
    since: {
      '1.2.2': 'connect_port bindto connect_timeout',
      '1.2.13': 'connect_ip bind_port fwmark warmup',
      '1.2.20': 'retry delay_before_retry',
      '1.3.7': 'bind_if delay_loop alpha',
      '2.0.11': 'log_all_failures',
    },
  },
  'virtual_server real_server UDP_CHECK': {
    since: {
      '2.1.0': `
        connect_ip connect_port bindto bind_port bind_if connect_timeout fwmark retry delay_before_retry warmup
        delay_loop alpha log_all_failures require_reply
      `,
      '2.2.0': 'payload min_reply_length max_reply_length',
    },
  },
}
