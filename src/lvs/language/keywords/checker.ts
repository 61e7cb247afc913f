import type { KeywordBlock } from './block.ts'

/** What stands behind the words that checkers share. */
const connecting: NonNullable<KeywordBlock['values']> = {
  'int(0,65535)': 'connect_port bind_port',
  '2.0.0: port': 'connect_port bind_port',
  address: 'connect_ip bindto',
  device: 'bind_if',
  'int(1,2147)': 'connect_timeout',
  '2.0.0: int(1,4294)': 'connect_timeout',
  'int(-2147483648,2147483647)': 'fwmark retry nb_get_retry',
  '1.3.0: int(0,4294967295)': 'fwmark retry nb_get_retry',
  '2.0.0: int(1,4294967295)': 'fwmark',
  'int(0,2147)': 'delay_before_retry warmup',
  '2.0.0: int(0,4294)': 'delay_before_retry warmup',
  '2.1.0: timer': 'delay_before_retry warmup',
  'int(1,4294)': 'delay_loop',
  '2.1.0: timer(0.000001)': 'delay_loop connect_timeout',
  'onoff?': 'alpha log_all_failures enable_sni fast_recovery tls_compliant',
  text: 'virtualhost',
  'oneof(1.0|1.0C|1.0c|1.1)': 'http_protocol',
}

const page: NonNullable<KeywordBlock['values']> = {
  filled: 'path',
  unsigned: 'regex_min_offset',
  md5: 'digest',
  '1.2.2: filled': 'digest',
  '1.3.6: md5': 'digest',
  'int(-2147483648,999)': 'status_code',
  '1.3.0: int(100,999)': 'status_code',
  '2.0.17: codes*': 'status_code',
  text: 'virtualhost',
  expression: 'regex',
  '': 'regex_no_match',
  'oneof(allow_empty_class|anchored|auto_callout|caseless|dollar_endonly|dotall|dupnames|extended|firstline|match_unset_backref|multiline|never_ucp|never_utf|no_auto_capture|no_auto_possess|no_dotstar_anchor|no_start_optimize|ucp|ungreedy|utf|never_backslash_c|alt_circumflex|alt_verbnames|use_offset_limit)*':
    'regex_options',
  'int(0,4294967295)?': 'regex_max_offset',
  'filled*': 'regex_stack',
  'onoff?': 'tls_compliant',
}

/** The checkers of a real server (check_*.c, check_api.c); read off the install_keyword calls of every release from 1.2.2 to 2.4.3. */
export const checkerKeywords: Readonly<Record<string, KeywordBlock>> = {
  'virtual_server real_server BFD_CHECK': {
    since: {
      '2.0.0': 'name alpha',
    },
    values: { filled: 'name', 'onoff?': 'alpha' },
  },
  'virtual_server real_server DNS_CHECK': {
    since: {
      '1.3.0': 'connect_ip connect_port bindto bind_port connect_timeout fwmark retry type name',
      '1.3.7': 'bind_if delay_before_retry warmup delay_loop alpha',
      '2.0.11': 'log_all_failures',
    },
    values: { ...connecting, 'oneof(A|NS|CNAME|SOA|MX|TXT|AAAA|a|ns|cname|soa|mx|txt|aaaa)': 'type', text: 'name' },
  },
  'virtual_server real_server FILE_CHECK': {
    since: {
      '2.1.0': 'track_file weight',
    },
    values: { filled: 'track_file', 'int(-2147483647,2147483647) oneof(reverse)?': 'weight' },
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
    values: connecting,
  },
  'virtual_server real_server HTTP_GET url': {
    since: {
      '1.2.2': 'path digest status_code',
      '1.3.6': 'virtualhost',
      '2.0.7': 'regex regex_no_match regex_options regex_min_offset regex_max_offset regex_stack',
    },
    values: page,
  },
  'virtual_server real_server MISC_CHECK': {
    since: {
      '1.2.2': 'misc_path misc_timeout misc_dynamic',
      '1.2.13': 'warmup',
      '1.3.0': 'user',
      '1.3.7': 'retry delay_before_retry delay_loop alpha',
      '2.0.11': 'log_all_failures',
    },
    values: {
      ...connecting,
      command: 'misc_path',
      'int(0,2147)': 'misc_timeout delay_before_retry warmup',
      '2.0.0: int(0,4294)': 'misc_timeout delay_before_retry warmup',
      '': 'misc_dynamic',
      'filled filled?': 'user',
    },
  },
  'virtual_server real_server PING_CHECK': {
    since: {
      '2.1.0': `
        connect_ip connect_port bindto bind_port bind_if connect_timeout fwmark retry delay_before_retry warmup
        delay_loop alpha log_all_failures
      `,
    },
    values: connecting,
  },
  'virtual_server real_server SMTP_CHECK': {
    since: {
      '1.2.2': 'helo_name connect_timeout delay_before_retry retry host',
      '1.2.13': 'warmup',
      '1.2.17': 'connect_ip connect_port bindto bind_port fwmark',
      '1.3.7': 'bind_if delay_loop alpha',
      '2.0.11': 'log_all_failures',
    },
    values: { ...connecting, text: 'helo_name' },
  },
  'virtual_server real_server SMTP_CHECK host': {
    since: {
      '1.2.2': 'connect_ip connect_port bindto',
      '1.2.13': 'bind_port connect_timeout fwmark',
      '1.3.7': 'bind_if retry delay_before_retry warmup delay_loop alpha',
      '2.0.11': 'log_all_failures',
    },
    values: connecting,
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
    values: connecting,
  },
  'virtual_server real_server SSL_GET url': {
    since: {
      '1.2.2': 'path digest status_code',
      '1.3.6': 'virtualhost',
      '2.0.7': 'regex regex_no_match regex_options regex_min_offset regex_max_offset regex_stack',
      '2.2.8': 'tls_compliant',
    },
    values: page,
  },
  'virtual_server real_server TCP_CHECK': {
    since: {
      '1.2.2': 'connect_port bindto connect_timeout',
      '1.2.13': 'connect_ip bind_port fwmark warmup',
      '1.2.20': 'retry delay_before_retry',
      '1.3.7': 'bind_if delay_loop alpha',
      '2.0.11': 'log_all_failures',
    },
    values: connecting,
  },
  'virtual_server real_server UDP_CHECK': {
    since: {
      '2.1.0': `
        connect_ip connect_port bindto bind_port bind_if connect_timeout fwmark retry delay_before_retry warmup
        delay_loop alpha log_all_failures require_reply
      `,
      '2.2.0': 'payload min_reply_length max_reply_length',
    },
    values: {
      ...connecting,
      hex: 'payload',
      'filled?': 'require_reply',
      'int(0,65535)': 'min_reply_length max_reply_length',
      port: 'connect_port bind_port',
    },
  },
}
