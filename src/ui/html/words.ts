const english = {
  status: 'Clusters now',
  report: 'Report',
  lookedAt: 'looked at',
  lost: 'The connection to lbprov is lost: what stands here is old.',
  cluster: 'Cluster of',
  directors: 'Directors',
  director: 'Director',
  address: 'Virtual address',
  priority: 'Priority',
  state: 'State',
  since: 'Since',
  table: 'Table',
  asModel: 'as the model',
  sync: 'Synchronisation',
  none: 'none',
  changed: 'keepalived.conf of',
  lastRun: 'Last run that changed it',
  service: 'Service',
  server: 'Real server',
  endpoint: 'Address',
  weight: 'Weight',
  way: 'Forwarding',
  check: 'Checker',
  active: 'Open',
  inactive: 'Over',
  perSecond: 'New per second',
  bytes: 'Bytes in',
  remark: 'Remark',
  drainedBy: 'drained',
  master: 'master',
  backup: 'backup',
  fault: 'fault',
  unknown: 'unknown',
  up: 'up',
  out: 'out',
  drained: 'drained',
} as const

/** What pages say, by key. */
export type Words = Readonly<Record<keyof typeof english, string>>

const chinese: Words = {
  status: '集群现状',
  report: '报告',
  lookedAt: '查看时间',
  lost: '与 lbprov 的连接已断开：此处内容已过时。',
  cluster: '集群',
  directors: '调度器',
  director: '调度器',
  address: '虚拟 IP',
  priority: '优先级',
  state: '状态',
  since: '自',
  table: 'IPVS 表',
  asModel: '与模型一致',
  sync: '连接同步',
  none: '无',
  changed: 'keepalived.conf 写入时间',
  lastRun: '最近一次变更（时间、操作人）',
  service: '虚拟服务',
  server: '真实服务器',
  endpoint: '地址',
  weight: '权重',
  way: '转发方式',
  check: '健康检查',
  active: '活动连接',
  inactive: '非活动连接',
  perSecond: '每秒新建',
  bytes: '流入字节',
  remark: '备注',
  drainedBy: '已摘流',
  master: '主',
  backup: '备',
  fault: '故障',
  unknown: '未知',
  up: '正常',
  out: '已移出',
  drained: '已摘流',
}

/** The languages that pages speak. */
export const languages = { en: english as Words, 'zh-CN': chinese } as const
export type Language = keyof typeof languages

/** The first that a browser's Accept-Language asks for and there is; English else. */
export function languageOf(accepted = ''): Language {
  const wanted = accepted.split(',', 20).map((each) => each.trim().toLowerCase())
  const first = wanted.find((each) => /^(zh|en)\b/.test(each)) ?? 'en'
  return first.startsWith('zh') ? 'zh-CN' : 'en'
}
