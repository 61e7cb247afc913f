import { syncDaemon } from '../../language/sync-daemon.ts'
import { keywordOf, type Statement, statements, valuesOf, whereOf } from '../tree.ts'
import { fitting } from './fit.ts'
import { syncDaemonOf } from './globals.ts'
import { leaveOut, note, nowhere, placeOf, type Reading } from './reading.ts'

/** The daemon of global_defs or, as EL6 has it, of an instance. */
export function daemonOf(blocks: readonly Statement[], reading: Reading): unknown {
  const inner = (block: string, word: string) =>
    blocks
      .filter((each) => keywordOf(each) === block)
      .flatMap((owner) => statements(owner.body).flatMap((each) => (keywordOf(each) === word ? [{ owner, each }] : [])))
  const [found, ...further] = [
    ...inner('global_defs', 'lvs_sync_daemon'),
    ...inner('vrrp_instance', 'lvs_sync_daemon_interface'),
  ]
  if (!found) return null
  const global = keywordOf(found.owner) === 'global_defs'
  for (const { owner, each } of further)
    leaveOut(nowhere(reading), each, keywordOf(owner), 'there is one sync daemon, and it is named above')
  note(placeOf(reading, 'lvs_sync_daemon'), whereOf(found.each))
  if (!global) return fitting(syncDaemon, { interface: valuesOf(found.each), instance: valuesOf(found.owner) }) ?? null
  const daemon = fitting(syncDaemon, syncDaemonOf(found.each))
  if (!daemon) leaveOut(nowhere(reading), found.each, 'global_defs', 'it names no instance')
  return daemon ?? null
}
