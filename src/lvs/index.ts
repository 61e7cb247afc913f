export { bracketed, type Cidr, canonicalAddress, compareAddresses, contains, familyOf, parseCidr } from './address.ts'
export {
  addressesServedBy,
  type Cluster,
  type ClusterData,
  type Instance,
  resolveCluster,
  schedulersOf,
  virtualAddresses,
} from './cluster.ts'
export { type ConfLintOptions, lintKeepalivedConf } from './conf/lint.ts'
export { type Conf, parseConf } from './conf/parse.ts'
export { printConf } from './conf/print.ts'
export { type ReadCluster, readCluster } from './conf/read/cluster.ts'
export { sameConf } from './conf/same.ts'
export { maskKeepalivedConf } from './conf/secrets.ts'
export { detectionSeconds } from './detection.ts'
export { clusterFor, directorFor, keepalivedFor } from './director.ts'
export { type Cause, type Drift, tableDrift } from './drift.ts'
export { type Duties, dutiesOf, natFamilies } from './duties.ts'
export {
  compareTables,
  ipvsadmRules,
  parseIpvsadm,
  type TableDifference,
  type TableService,
  tableOf,
} from './ipvsadm.ts'
export { defaultScriptUser } from './keepalived/globals.ts'
export { type Director, keepalivedConf } from './keepalived.ts'
export type { Rule } from './lint/rule.ts'
export { rules } from './lint/rules.ts'
export { type Linter, lintCluster, linterOf } from './lint.ts'
export type { Part } from './part.ts'
export { addressOf } from './place.ts'
export { clusterVariables } from './schema/cluster.ts'
export { virtualServers } from './schema/virtual-server.ts'
export { vrrpInstances } from './schema/vrrp-instance.ts'
export { runsScripts, scriptPaths } from './scripts.ts'
export { type RealServer, type Service, type Socket, serviceSockets } from './service.ts'
export { atLeast, compareVersions, configTestStatuses, keepalivedOf } from './version.ts'
