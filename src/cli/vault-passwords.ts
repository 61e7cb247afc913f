import { homedir } from 'node:os'
import type { VaultPassword } from '../load/text/vault.ts'
import { vaultPasswordIn } from '../load/vault-password.ts'
import { ConfigError, type Problem } from '../model/errors.ts'
import { optionPlace, placeOutside } from '../model/position.ts'
import { askSecret } from './ask.ts'
import type { Out } from './out.ts'

/** Where the passwords of vaults come from. */
export interface VaultFlags {
  readonly vaultPasswordFile?: readonly string[]
  /** LABEL@FILE, LABEL@prompt, FILE. */
  readonly vaultId?: readonly string[]
  readonly askVaultPass?: boolean
}

/** The passwords of ansible-vault, asked for where that is wanted; `out` hides them. A program is run, as Ansible does. Throws ConfigError with every one that can't be had. */
export async function vaultPasswords(flags: VaultFlags, out: Out): Promise<readonly VaultPassword[]> {
  const ids = [
    ...(flags.vaultPasswordFile ?? []).map((from) => ({
      id: 'default',
      from,
      where: optionPlace('--vault-password-file', from),
    })),
    ...(flags.vaultId ?? []).map((text) => ({ ...labelled(text), where: optionPlace('--vault-id', text) })),
    ...(flags.askVaultPass ? [{ id: 'default', from: 'prompt', where: placeOutside('--ask-vault-pass') }] : []),
  ]
  const passwords: VaultPassword[] = []
  const problems: Problem[] = []
  for (const { id, from, where } of ids) {
    const isAsked = /^prompt(_ask_vault_pass)?$/.test(from)
    const password = isAsked
      ? await askSecret(out, `vault password (${id}): `)
      : vaultPasswordIn(from, id, { cwd: process.cwd(), home: homedir() })
    if (typeof password === 'string') passwords.push({ id, password })
    else problems.push({ where, ...password })
  }
  if (problems.length > 0) throw new ConfigError(problems)
  out.hide(passwords.map(({ password }) => password))
  return passwords
}

function labelled(text: string): { readonly id: string; readonly from: string } {
  const [, id, from] = /^([^@]*)@(.+)$/.exec(text) ?? []
  return from === undefined ? { id: 'default', from: text } : { id: id || 'default', from }
}
