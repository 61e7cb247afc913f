import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { loadSite } from '../load/site.ts'
import type { Site } from '../model/play.ts'
import { askSecret } from './ask-secret.ts'

const builtInRoles = fileURLToPath(new URL('../../roles', import.meta.url))

/** The options by which a command says which site it means, and how to enter its hosts. */
export interface SiteFlags {
  readonly inventory: readonly string[]
  readonly limit?: readonly string[]
  readonly extraVars?: readonly string[]
  readonly user?: string
  readonly privateKey?: string
  readonly become?: boolean
  readonly askPass?: boolean
  readonly askBecomePass?: boolean
}

/** Asks for the passwords that are wanted and loads the site; its secrets are added to `secrets`. Throws ConfigError. */
export async function siteFrom(playbook: string, flags: SiteFlags, secrets: string[]): Promise<Site> {
  const password = flags.askPass ? await askSecret('login password: ') : undefined
  const becomePassword = flags.askBecomePass ? await askSecret('sudo password: ') : undefined
  const site = await loadSite({
    playbook,
    inventory: flags.inventory,
    limit: flags.limit,
    extraVars: flags.extraVars,
    user: flags.user,
    privateKey: flags.privateKey,
    become: flags.become,
    password,
    becomePassword,
    cwd: process.cwd(),
    home: homedir(),
    env: process.env,
    rolesBuiltIn: builtInRoles,
  })
  secrets.push(...site.secrets)
  return site
}
