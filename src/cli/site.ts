import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InventoryOptions } from '../load/inventory/known-inventory.ts'
import { loadSite } from '../load/site.ts'
import type { Variable } from '../load/text/variable.ts'
import type { VaultPassword } from '../load/text/vault.ts'
import type { Problem } from '../model/errors.ts'
import { type Held, nothingHeld, showNote } from '../model/held.ts'
import type { Site } from '../model/play.ts'
import { askSecret } from './ask.ts'
import { type Out, warn } from './out.ts'
import { sshNotes } from './ssh-notes.ts'
import { type VaultFlags, vaultPasswords } from './vault-passwords.ts'

/** lbprov's own roles. */
export const builtInRoles = fileURLToPath(new URL('../../roles', import.meta.url))

/** The options by which a command says which site it means, and how to enter its hosts. */
export interface SiteFlags extends VaultFlags {
  /** Variables of connections that files and the environment settle. */
  readonly settings?: ReadonlyMap<string, Variable>
  readonly inventory: readonly string[]
  readonly limit?: readonly string[] | undefined
  readonly playbookDir?: string
  readonly extraVars?: readonly string[]
  readonly rolesPath?: readonly string[] | undefined
  readonly user?: string
  readonly privateKey?: string
  readonly become?: boolean
  readonly askPass?: boolean
  readonly askBecomePass?: boolean
  readonly acceptNewHostKeys?: boolean
}

/** Passwords that the user was asked for. */
export interface AskedPasswords {
  readonly password?: string | undefined
  readonly becomePassword?: string | undefined
  readonly vaultPasswords?: readonly VaultPassword[]
  /** Where what must not be seen goes, and what is odd. */
  readonly hide?: (secrets: readonly string[]) => void
  readonly warn?: (warning: Problem) => void
}

/** Asks for the passwords that are wanted. */
export async function askPasswords(
  flags: Pick<SiteFlags, 'askPass' | 'askBecomePass' | keyof VaultFlags>,
  out: Out,
): Promise<AskedPasswords> {
  const password = flags.askPass ? await askSecret(out, 'login password: ') : undefined
  const becomePassword = flags.askBecomePass ? await askSecret(out, 'sudo password [the login password]: ') : undefined
  return {
    password,
    becomePassword,
    vaultPasswords: await vaultPasswords(flags, out),
    hide: (secrets) => out.hide(secrets),
    warn: (warning) => warn(out, [warning]),
  }
}

/** Asks for the passwords that are wanted and loads the site, whose secrets `out` then hides; says what is held back there, and of options for ssh what is not heeded. Throws ConfigError. */
export async function siteFrom(playbook: string, flags: SiteFlags, out: Out): Promise<Site> {
  const site = await loadSite({
    playbook,
    rolesBuiltIn: builtInRoles,
    ...inventoryOptions(flags, await askPasswords(flags, out)),
    limit: flags.limit,
    rolesPath: flags.rolesPath,
  })
  out.hide(site.secrets)
  for (const line of [...heldLines(site.inventory.held), ...(await sshNotes(site))])
    out.stderr.write(`${out.clean(line)}\n`)
  return site
}

/** What is held back, a line each. */
export function heldLines({ drained, leads, roll }: Held = nothingHeld): readonly string[] {
  return [
    ...[...drained].map(
      ([name, note]) => `${name} is drained ${showNote(note)}: it keeps weight 0 until lbprov undrain`,
    ),
    ...[...leads].map(
      ([name, lead]) =>
        `${name} leads ${Object.keys(lead.priorities).join(', ')} ${showNote(lead)}: until lbprov failover --back`,
    ),
    ...(roll
      ? [
          `a roll is not over, ${showNote(roll)}: ${roll.work}; ${roll.done.length === 0 ? 'no host is' : roll.done.join(', ')} through; lbprov roll … --resume goes on`,
        ]
      : []),
  ]
}

/** Loads a site as one that is asked nothing more. Throws ConfigError. */
export function siteWith(playbook: string, flags: SiteFlags, asked: AskedPasswords): Promise<Site> {
  return loadSite({ playbook, rolesBuiltIn: builtInRoles, ...inventoryOptions(flags, asked) })
}

/** What the options of a command line say about its inventory. */
export function inventoryOptions(flags: SiteFlags, asked: AskedPasswords): InventoryOptions {
  return {
    inventory: flags.inventory,
    extraVars: flags.extraVars,
    user: flags.user,
    privateKey: flags.privateKey,
    acceptNewHostKeys: flags.acceptNewHostKeys,
    become: flags.become,
    settings: flags.settings,
    playbookDirectory: resolve(flags.playbookDir ?? ''),
    ...asked,
    cwd: process.cwd(),
    home: homedir(),
    env: process.env,
  }
}

/** The words by which `lbprov run` means the same site. */
export function siteWords(playbook: string, flags: SiteFlags): readonly string[] {
  const { inventory, extraVars = [], rolesPath = [], user, privateKey } = flags
  return [
    playbook,
    ...inventory.flatMap((file) => ['-i', file]),
    ...extraVars.flatMap((vars) => ['-e', vars]),
    ...rolesPath.flatMap((folder) => ['--roles-path', folder]),
    ...(user === undefined ? [] : ['-u', user]),
    ...(privateKey === undefined ? [] : ['--private-key', privateKey]),
    ...(flags.become ? ['-b'] : []),
    ...(flags.askPass ? ['-k'] : []),
    ...(flags.askBecomePass ? ['-K'] : []),
    ...(flags.vaultPasswordFile ?? []).flatMap((file) => ['--vault-password-file', file]),
    ...(flags.vaultId ?? []).flatMap((id) => ['--vault-id', id]),
    ...(flags.askVaultPass ? ['--ask-vault-pass'] : []),
    ...(flags.acceptNewHostKeys ? ['--accept-new-host-keys'] : []),
  ]
}
