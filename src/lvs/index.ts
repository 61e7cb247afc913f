export {
  bracketed,
  type Cidr,
  canonicalAddress,
  compareAddresses,
  contains,
  familyOf,
  parseCidr,
} from '../model/ip-address.ts'
export {
  addressesServedBy,
  type Cluster,
  type ClusterData,
  type Instance,
  resolveCluster,
  schedulersOf,
  virtualAddresses,
} from './cluster/cluster.ts'
export { detectionSeconds } from './cluster/detection.ts'
export type { Director } from './cluster/director.ts'
export { type Duties, dutiesOf, natFamilies } from './cluster/duties.ts'
export type { Part } from './cluster/part.ts'
export { addressOf } from './cluster/place.ts'
export { runsScripts, scriptPaths } from './cluster/scripts.ts'
export { type RealServer, type Service, type Socket, serviceSockets } from './cluster/service.ts'
export { type Conf, parseConf } from './conf/parse.ts'
export { printConf } from './conf/print.ts'
export { type ReadCluster, readCluster } from './conf/read/cluster.ts'
export { maskKeepalivedConf } from './conf/secrets.ts'
export { clusterFor, directorFor, keepalivedFor } from './keepalived/director.ts'
export { defaultScriptUser } from './keepalived/globals.ts'
export { keepalivedConf } from './keepalived/keepalived-conf.ts'
export { clusterVariables } from './language/cluster.ts'
export { atLeast, compareVersions, configTestStatuses, keepalivedOf } from './language/version.ts'
export { virtualServers } from './language/virtual-server.ts'
export { vrrpInstances } from './language/vrrp-instance.ts'
export { type ConfLintOptions, lintKeepalivedConf } from './lint/keepalived-conf.ts'
export { type Linter, lintCluster, linterOf } from './lint/linter.ts'
export type { Rule } from './lint/rule.ts'
export { rules } from './lint/rules.ts'
export { sameConf } from './lint/same-conf.ts'
export { type Cause, type Drift, tableDrift } from './table/drift.ts'
export {
  compareTables,
  ipvsadmRules,
  parseIpvsadm,
  type TableDifference,
  type TableService,
  tableOf,
} from './table/ipvsadm.ts'
