import type { Kind } from '../model/resource.ts'
import { addressKind } from './address/address.ts'
import { blockKind } from './block.ts'
import { commandKind } from './command.ts'
import { directoryKind } from './directory.ts'
import { fileKind } from './file.ts'
import { firewallKind } from './firewall/firewall.ts'
import { marksKind } from './firewall-marks.ts'
import { hostnameKind } from './hostname.ts'
import { ipvsServiceKind } from './keepalived/ipvs-service.ts'
import { processKind } from './keepalived/keepalived-process.ts'
import { syncDaemonKind } from './keepalived/sync-daemon.ts'
import { virtualAddressKind } from './keepalived/virtual-address.ts'
import { moduleKind } from './kernel-module.ts'
import { lineKind } from './line.ts'
import { clampKind } from './mss-clamp.ts'
import { pkgKind } from './pkg/pkg.ts'
import { repoKind } from './repo.ts'
import { nextHopKind } from './route/next-hop.ts'
import { replyRouteKind } from './route/reply-route.ts'
import { routeKind } from './route/route.ts'
import { selinuxKind } from './selinux.ts'
import { serviceKind } from './service/service.ts'
import { sysctlKind } from './sysctl/sysctl.ts'
import { keyKind } from './user/authorized-key.ts'
import { sudoersKind } from './user/sudoers.ts'
import { userKind } from './user/user.ts'

/** Every kind of lbprov's own: by its name a host's record can mean one that no role declares any more. */
export const ownKinds = [
  addressKind,
  blockKind,
  commandKind,
  directoryKind,
  fileKind,
  firewallKind,
  marksKind,
  hostnameKind,
  ipvsServiceKind,
  processKind,
  syncDaemonKind,
  virtualAddressKind,
  moduleKind,
  lineKind,
  clampKind,
  pkgKind,
  repoKind,
  nextHopKind,
  replyRouteKind,
  routeKind,
  selinuxKind,
  serviceKind,
  sysctlKind,
  keyKind,
  sudoersKind,
  userKind,
] as readonly unknown[] as readonly Kind[]
