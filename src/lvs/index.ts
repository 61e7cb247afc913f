export {
  bracketed,
  type Cidr,
  canonicalAddress,
  compareAddresses,
  contains,
  type Family,
  familyOf,
  parseCidr,
} from '../model/ip-address.ts'
export type { IgnoredProblem, LintResult, RuleInfo, Severity } from '../model/lint.ts'
export type { Assignment, Play, Site, Slip } from '../model/play.ts'
export type { Checker } from './cluster/check.ts'
export {
  addressesServedBy,
  type Cluster,
  type ClusterData,
  type Instance,
  type Resolved,
  resolveCluster,
  schedulersOf,
  virtualAddresses,
} from './cluster/cluster.ts'
export { detectionSeconds } from './cluster/detection.ts'
export type { Director, Peer, Whereabouts } from './cluster/director.ts'
export { type Duties, dutiesOf, natFamilies } from './cluster/duties.ts'
export type { Finding } from './cluster/finding.ts'
export type { Advert, Hearing, Unseen } from './cluster/hearing.ts'
export type { VirtualAddress } from './cluster/instance.ts'
export type { ByDirector, DaemonWords, GroupWords, InstanceWords, LocalData } from './cluster/local.ts'
export type { DirectorMember, Member, Played } from './cluster/member.ts'
export type { Part } from './cluster/part.ts'
export { addressOf, type Place } from './cluster/place.ts'
export { takesPortsAgain } from './cluster/port-reuse.ts'
export type { SorryServer } from './cluster/real-server.ts'
export type { Scene } from './cluster/scene.ts'
export { runsScripts, scriptPaths } from './cluster/scripts.ts'
export { confinesKeepalived, needsConnectAny } from './cluster/selinux.ts'
export { type Flag, type RealServer, type Service, type Socket, serviceSockets } from './cluster/service.ts'
export type { Endpoint, Target } from './cluster/target.ts'
export type { Expanded } from './conf/expand.ts'
export type { Feature } from './conf/feature.ts'
export type { Flaw } from './conf/flaw.ts'
export type { ConfFile, ConfOptions, IncludedFile } from './conf/include.ts'
export type { Line } from './conf/line.ts'
export { type Conf, parseConf } from './conf/parse.ts'
export { printConf } from './conf/print.ts'
export { type ReadCluster, readCluster } from './conf/read/cluster.ts'
export type { LeftOut, UnicastPeer } from './conf/read/reading.ts'
export { maskKeepalivedConf } from './conf/secrets.ts'
export type { ConfComment, ConfNode, Statement, Word } from './conf/tree.ts'
export { clusterFor, directorFor, keepalivedFor } from './keepalived/director.ts'
export { defaultScriptUser } from './keepalived/globals.ts'
export { keepalivedConf } from './keepalived/keepalived-conf.ts'
export type { CheckerName, CheckerWords } from './language/checker.ts'
export { type ClusterVariables, clusterVariables } from './language/cluster.ts'
export type { Properties } from './language/entry.ts'
export type { Forwarding, RealServerWords } from './language/real-server.ts'
export type { SyncDaemonWords } from './language/sync-daemon.ts'
export type { SyncGroupWords } from './language/sync-group.ts'
export { atLeast, compareVersions, configTestStatuses, keepalivedOf } from './language/version.ts'
export {
  type Scheduler,
  type VirtualServerProperties,
  type VirtualServerWords,
  virtualServers,
} from './language/virtual-server.ts'
export { type VrrpInstanceProperties, type VrrpInstanceWords, vrrpInstances } from './language/vrrp-instance.ts'
export { type ConfLintOptions, lintKeepalivedConf } from './lint/keepalived-conf.ts'
export { type DirectorConf, lintKeepalivedConfs } from './lint/keepalived-confs.ts'
export { type Linter, lintCluster, linterOf } from './lint/linter.ts'
export type { Remark, Rule } from './lint/rule.ts'
export { rules } from './lint/rules.ts'
export { type SameOptions, sameConf } from './lint/same-conf.ts'
export { type Cause, type Drift, tableDrift } from './table/drift.ts'
export {
  compareTables,
  ipvsadmRules,
  parseIpvsadm,
  type TableDifference,
  type TableService,
  tableOf,
} from './table/ipvsadm.ts'
