import { homedir } from 'node:os'
import type { VaultPassword } from '../load/text/vault.ts'
import { vaultPasswordIn } from '../load/vault-password.ts'
import { askSecret } from './ask.ts'
import type { Out } from './out.ts'

/** Where the passwords of vaults come from. */
export interface VaultFlags {
  readonly vaultPasswordFile?: readonly string[]
  /** LABEL@FILE, LABEL@prompt, FILE. */
  readonly vaultId?: readonly string[]
  readonly askVaultPass?: boolean
}

/** The passwords of ansible-vault, asked for where that is wanted; `out` hides them. A file that can be executed is run, as Ansible does. Throws ConfigError. */
export async function vaultPasswords(flags: VaultFlags, out: Out): Promise<readonly VaultPassword[]> {
  const ids = [
    ...(flags.vaultPasswordFile ?? []).map((file) => ({ id: 'default', from: file })),
    ...(flags.vaultId ?? []).map(labelled),
    ...(flags.askVaultPass ? [{ id: 'default', from: 'prompt' }] : []),
  ]
  const passwords: VaultPassword[] = []
  for (const { id, from } of ids) {
    const isAsked = /^prompt(_ask_vault_pass)?$/.test(from)
    const password = isAsked
      ? await askSecret(out, `vault password (${id}): `)
      : vaultPasswordIn(from, id, { cwd: process.cwd(), home: homedir() })
    passwords.push({ id, password })
  }
  out.hide(passwords.map(({ password }) => password))
  return passwords
}

function labelled(text: string): { readonly id: string; readonly from: string } {
  const [, id, from] = /^([^@]*)@(.+)$/.exec(text) ?? []
  return from === undefined ? { id: 'default', from: text } : { id: id || 'default', from }
}
