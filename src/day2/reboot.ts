import { elapsed } from '../engine/elapsed.ts'
import { isUnseen } from '../lvs/cluster/hearing.ts'
import type { Went } from '../model/day-report.ts'
import type { Host } from '../model/host.ts'
import { framed } from '../shell/frames.ts'
import { sh } from '../shell/script.ts'
import { ask } from '../verify/observe.ts'
import type { Hands } from './hands.ts'

const boot = sh`{ read -r lb_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null || lb_boot=''; put boot "$lb_boot"`

/** Detached, so that the session has ended before it. */
const leave = sh`
  ${boot}
  setsid sh -c 'sleep 2; reboot' </dev/null >/dev/null 2>&1 &
`

/** Reboots a host, and waits until it answers from another boot, `seconds` at most. */
export async function reboot({ name, connection }: Host, seconds: number, hands: Hands): Promise<Went> {
  const start = Date.now()
  const bootOf = async (body: typeof boot, deadline: number) => {
    const seen = await ask(
      name,
      connection,
      (token) => framed(token, [{ id: 'boot', mode: 'look', body }]),
      hands,
      deadline,
    )
    return isUnseen(seen) ? null : (seen.sections.get('boot')?.values.boot ?? '')
  }
  const before = await bootOf(leave, 60_000)
  if (!before)
    return {
      outcome: 'failed',
      said: `${name} does not say which boot it is in, and was not rebooted`,
      hint: 'look at /proc/sys/kernel/random/boot_id there',
    }
  for (;;) {
    await elapsed(3)
    const now = await bootOf(boot, 20_000)
    const passed = Math.round((Date.now() - start) / 1000)
    if (now && now !== before) return { outcome: 'done', said: `another boot after ${passed} s` }
    if (passed < seconds) continue
    const said = now === before ? 'it is still in the same boot' : 'it does not answer'
    return {
      outcome: 'unreachable',
      said: `${name} did not come back within ${passed} s: ${said}`,
      hint: 'see to its console; then lbprov roll … --resume',
    }
  }
}
