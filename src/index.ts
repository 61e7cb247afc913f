export type { Problem } from './model/errors.ts'
export type { Facts } from './model/facts.ts'
export { majorRelease } from './model/facts.ts'
export type { Held, Lead, Note, Roll } from './model/held.ts'
export type { Connection, Host, HostKeyPolicy, Inventory, Path, Settled, SshAsked } from './model/host.ts'
export type { Owned } from './model/owned.ts'
export type { SourcePosition } from './model/position.ts'
export type {
  Confirm,
  ConfirmableMeta,
  Kind,
  Leftovers,
  Meta,
  Observed,
  Provider,
  Resource,
  State,
  Together,
} from './model/resource.ts'
export { defineRole, type ParamsSchema, type Resources, type Role, type RoleInput } from './model/role.ts'
export type { FromParams, FromSchema, JsonSchema } from './model/schema.ts'
export type { SshOption } from './model/ssh-words.ts'
export type { Attributes, Needed, TextSchema, Type, Values } from './model/type.ts'
export { type AddressState, address } from './resources/address/address.ts'
export { type FileReplacement, printWhole, replaceFile } from './resources/atomic-write.ts'
export { type BlockMeta, type BlockState, block } from './resources/block.ts'
export { type CommandState, command } from './resources/command.ts'
export { declare } from './resources/declare.ts'
export { directory } from './resources/directory.ts'
export { type FileMeta, type FileState, file } from './resources/file.ts'
export { firewall } from './resources/firewall/firewall.ts'
export { firewallMarks, type MarkedPackets } from './resources/firewall-marks.ts'
export { hostname } from './resources/hostname.ts'
export { type IpvsServiceState, ipvsService } from './resources/keepalived/ipvs-service.ts'
export { type KeepalivedProcessState, keepalivedProcess } from './resources/keepalived/keepalived-process.ts'
export { syncDaemon } from './resources/keepalived/sync-daemon.ts'
export { type VirtualAddressOptions, virtualAddress } from './resources/keepalived/virtual-address.ts'
export { kernelModule } from './resources/kernel-module.ts'
export { type LineState, line } from './resources/line.ts'
export type { FirewallMarksOptions } from './resources/mangle/unit.ts'
export { type ClampedAddress, mssClamp } from './resources/mss-clamp.ts'
export type { Ownership } from './resources/ownership.ts'
export { type PkgState, pkg } from './resources/pkg/pkg.ts'
export { type RepoState, repo } from './resources/repo.ts'
export { type NextHopState, nextHop } from './resources/route/next-hop.ts'
export { type ReplyRouteState, replyRoute } from './resources/route/reply-route.ts'
export { defaultRoute, defaultRoute6, type RouteState } from './resources/route/route.ts'
export { type SelinuxState, selinux } from './resources/selinux.ts'
export { type ServiceMeta, type ServiceState, service } from './resources/service/service.ts'
export { type SysctlState, sysctl } from './resources/sysctl/sysctl.ts'
export { template } from './resources/template.ts'
export { types } from './resources/types.ts'
export { authorizedKey } from './resources/user/authorized-key.ts'
export { sudoers } from './resources/user/sudoers.ts'
export { type UserState, user } from './resources/user/user.ts'

export { joined, plain as sh, type Script, Secret, type Value } from './shell/script.ts'
