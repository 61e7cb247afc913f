import { interfaceName, port, seconds } from './text.ts'

const connectWords = {
  connect_ip: {
    type: 'string',
    description: 'Address to connect to. Default: that of the real server. keepalived 1.2.13 or newer.',
  },
  connect_port: {
    ...port,
    description: 'Port to connect to. Default: that of the real server. Needed with fwmark, and with port 0.',
  },
  bindto: {
    type: 'string',
    description: 'Source address of the check; an address of every director, so rarely of use.',
  },
  bind_if: {
    ...interfaceName,
    description: 'Interface of bindto, for a link-local IPv6 address. keepalived 1.3.7 or newer.',
  },
  bind_port: { ...port, description: 'Source port of the check. Default: any. keepalived 1.2.13 or newer.' },
  fwmark: {
    type: 'integer',
    minimum: 1,
    maximum: 4294967295,
    description: 'Firewall mark on the packets of the check. Default: none. keepalived 1.2.13 or newer.',
  },
  connect_timeout: { ...seconds, description: 'Seconds until an attempt counts as failed. Default 5.' },
} as const

/** How patient a check is; every checker but BFD_CHECK and FILE_CHECK has these. */
export const retryWords = {
  retry: {
    type: 'integer',
    minimum: 0,
    maximum: 100,
    description:
      'Further attempts before a live server counts as failed. Default 1 (DNS_CHECK 3, MISC_CHECK 0). keepalived 1.2.13 and older (EL6) have none in TCP_CHECK.',
  },
  delay_before_retry: { ...seconds, description: 'Seconds between attempts. Default 1 (HTTP_GET and SSL_GET 3).' },
  warmup: {
    type: 'integer',
    minimum: 0,
    maximum: 3600,
    description:
      'The first check is delayed by up to this many seconds, at random, so that checks do not come in bursts. Default: delay_loop. keepalived 1.2.13 or newer.',
  },
  delay_loop: {
    ...seconds,
    description: 'Seconds between checks. Default: that of the virtual server. keepalived 1.3.7 or newer.',
  },
  alpha: {
    type: 'boolean',
    description:
      'The real server counts as down until this check succeeds. Default: that of the virtual server. keepalived 1.3.7 or newer.',
  },
  log_all_failures: {
    type: 'boolean',
    description:
      'Log the failed attempts before the last, too. Default: checker_log_all_failures of global_defs. keepalived 2.0.11 or newer.',
  },
} as const

/** The words of the checkers that connect. */
export const commonWords = { ...connectWords, ...retryWords } as const
