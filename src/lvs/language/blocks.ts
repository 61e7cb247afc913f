import { authenticationWords } from './authentication.ts'
import { bfdInstanceWords, furtherBfdWords } from './bfd.ts'
import { bfdCheckWords } from './bfd-check.ts'
import type { CheckerName } from './checker.ts'
import { dnsCheckWords } from './dns-check.ts'
import type { Block } from './entry.ts'
import { fileCheckWords } from './file-check.ts'
import { furtherBlocks } from './further-blocks.ts'
import { furtherGlobalWords } from './further-globals.ts'
import { furtherInstanceWords } from './further-instance.ts'
import { furtherServiceWords } from './further-service.ts'
import { globalDefsWords } from './global-defs.ts'
import { furtherHttpWords, furtherSslWords, httpGetWords, sslGetWords } from './http-check.ts'
import { keepalivedOptionsWords } from './keepalived-options.ts'
import { miscCheckWords } from './misc-check.ts'
import { pingCheckWords } from './ping-check.ts'
import { furtherServerWords, realServerWords, sorryServerWords } from './real-server.ts'
import { furtherSmtpCheckWords, smtpCheckWords } from './smtp-check.ts'
import { staticWords } from './static.ts'
import { syncDaemonWords } from './sync-daemon.ts'
import { furtherGroupWords, syncGroupWords } from './sync-group.ts'
import { tcpCheckWords } from './tcp-check.ts'
import { trackFileWords } from './track-file.ts'
import { furtherTrackProcessWords, trackProcessWords } from './track-process.ts'
import { udpCheckWords } from './udp-check.ts'
import { furtherSslUrlWords, furtherUrlWords, urlWords } from './url.ts'
import { virtualServerWords } from './virtual-server.ts'
import { vrrpInstanceWords } from './vrrp-instance.ts'
import { vrrpScriptWords } from './vrrp-script.ts'

/** The words of each checker that the variables have. */
export const checkerWords: Readonly<Record<CheckerName, Block>> = {
  TCP_CHECK: tcpCheckWords,
  HTTP_GET: httpGetWords,
  SSL_GET: sslGetWords,
  SMTP_CHECK: smtpCheckWords,
  DNS_CHECK: dnsCheckWords,
  MISC_CHECK: miscCheckWords,
  UDP_CHECK: udpCheckWords,
  PING_CHECK: pingCheckWords,
  BFD_CHECK: bfdCheckWords,
  FILE_CHECK: fileCheckWords,
}

/** Blocks of the variables, by the names that they have there; the outermost is empty. */
export const modelBlocks: Readonly<Record<string, Block>> = {
  '': staticWords,
  keepalived_options: keepalivedOptionsWords,
  global_defs: globalDefsWords,
  lvs_sync_daemon: syncDaemonWords,
  vrrp_script: vrrpScriptWords,
  track_process: trackProcessWords,
  track_file: trackFileWords,
  bfd_instance: bfdInstanceWords,
  vrrp_sync_group: syncGroupWords,
  vrrp_instance: vrrpInstanceWords,
  virtual_server: virtualServerWords,
  real_server: realServerWords,
  sorry_server: sorryServerWords,
  ...checkerWords,
  url: urlWords,
}

/** Blocks of keepalived.conf by their path, `virtual_server real_server TCP_CHECK`; the outermost is empty. */
export const confBlocks: Readonly<Record<string, Block>> = {
  ...furtherBlocks,
  '': { ...furtherBlocks[''], ...staticWords },
  global_defs: { ...globalDefsWords, ...furtherGlobalWords },
  vrrp_script: vrrpScriptWords,
  vrrp_track_process: { ...trackProcessWords, ...furtherTrackProcessWords },
  vrrp_track_file: trackFileWords,
  track_file: trackFileWords,
  bfd_instance: { ...bfdInstanceWords, ...furtherBfdWords },
  vrrp_sync_group: { ...syncGroupWords, ...furtherGroupWords },
  vrrp_instance: { ...vrrpInstanceWords, ...furtherInstanceWords },
  'vrrp_instance authentication': authenticationWords,
  virtual_server: { ...virtualServerWords, ...furtherServiceWords },
  'virtual_server real_server': { ...realServerWords, ...furtherServerWords },
  ...Object.fromEntries(
    Object.entries(checkerWords).map(([name, words]) => [`virtual_server real_server ${name}`, words]),
  ),
  'virtual_server real_server HTTP_GET': { ...httpGetWords, ...furtherHttpWords },
  'virtual_server real_server SSL_GET': { ...sslGetWords, ...furtherSslWords },
  'virtual_server real_server SMTP_CHECK': { ...smtpCheckWords, ...furtherSmtpCheckWords },
  'virtual_server real_server HTTP_GET url': { ...urlWords, ...furtherUrlWords },
  'virtual_server real_server SSL_GET url': { ...urlWords, ...furtherUrlWords, ...furtherSslUrlWords },
}
