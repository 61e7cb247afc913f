import { types } from 'lbprov'

/** True on the one director of a cluster without keepalived. */
export const staticParam = {
  type: 'boolean',
  default: false,
  description:
    'For a single director without keepalived: its addresses and its IPVS table are set for good, and no health is checked. Default false: keepalived owns both.',
} as const

/** Kernel settings that nothing in the model asks for. */
export const directorSysctlsParam = {
  type: 'object',
  propertyNames: types.sysctlKey.schema,
  additionalProperties: { type: ['string', 'integer'], pattern: '^(\\P{Cc}|\\t)+$', title: 'a line of text' },
  default: {},
  description:
    'Further kernel settings of directors by name: net.ipv4.vs.sync_threshold: "3 50", net.ipv4.vs.conntrack: 1. What the cluster itself needs is set anyway.',
} as const

/** Scripts that keepalived runs. */
export const scriptFilesParam = {
  type: 'object',
  propertyNames: {
    type: 'string',
    title: 'a whole path of letters, digits, _, . and -, not below /tmp, /var/tmp, /dev, /proc, /sys, /run or /home',
    pattern: '^/(?!(tmp|var/tmp|dev|proc|sys|run|home)/)(?!.*/\\.{1,2}(/|$))([A-Za-z0-9_.-]+/)+[A-Za-z0-9_.-]+$',
  },
  additionalProperties: { type: 'string' },
  default: {},
  description:
    "Scripts of checks and notifications that lbprov installs on directors, path to text. Best in /usr/libexec/keepalived, where SELinux lets them do most; elsewhere not where others than root write. File and folder are root's; a folder that is none of keepalived's is made where it is missing, and else left as it is.",
} as const
