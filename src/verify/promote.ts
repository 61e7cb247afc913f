import type { Declaration } from '../engine/resolve.ts'
import { takeBackScript, watchdog } from '../engine/undo.ts'
import { promotedConf } from '../lvs/verify/promotion.ts'
import type { Resource } from '../model/resource.ts'
import { framed } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'

/** Seconds after which the host puts its own configuration back, whatever became of us. */
export const promotionSeconds = 180

const reload = sh`if command -v systemctl >/dev/null 2>&1; then systemctl reload keepalived; else service keepalived reload; fi`

/** The declaration of keepalived.conf with a higher priority in it. */
export function promoted(declaration: Declaration, priority: number): Declaration {
  const { resource } = declaration
  const content = promotedConf(String(resource.desired?.content), priority)
  const desired = { ...resource.desired, content }
  const options = { ...(resource.options as object), content }
  return { ...declaration, resource: { ...resource, desired, options } satisfies Resource }
}

/** Has the configuration tested, put in place and read. Before that the host starts what takes it back when the time is up, or when told. */
export function promoteScript(token: string, declaration: Declaration): Script {
  const guard = watchdog(declaration, { within: promotionSeconds, after: reload })
  const apply = declaration.provider.apply(declaration.resource, { refresh: false })
  const body = sh`
    ${guard}
    ( ${apply}
    )
    ${reload}
  `
  return framed(token, [{ id: 'promote', mode: 'act', body }])
}

/** Has the host put its own configuration back and read it. */
export function demoteScript(token: string, declaration: Declaration): Script {
  return takeBackScript(token, [declaration.resource])
}
