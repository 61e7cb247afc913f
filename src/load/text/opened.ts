import type { SourcePosition } from '../../model/position.ts'
import { type Reading, readText, shownPath } from './files.ts'
import { isVault, openVault, VaultError } from './vault.ts'
import { parseYaml } from './yaml-file.ts'
import { plain, type YamlSource } from './yaml-source.ts'

/** The text in a vault, which from then on is shown nowhere. Throws a VaultError. */
export function openedValue(vault: string, { vaultPasswords = [], hide }: Reading): string {
  const text = openVault(vault, vaultPasswords)
  hide?.([text])
  return text
}

/** A YAML file, or what is in it where ansible-vault has encrypted it whole. A VaultError where it stays closed, undefined after telling why it can't be used. */
export function readOpened(
  path: string,
  reading: Reading,
  askedFrom?: SourcePosition,
): YamlSource | VaultError | undefined {
  const text = readText(path, reading, askedFrom)
  if (text === undefined) return undefined
  const file = shownPath(path, reading.cwd)
  if (!isVault(text)) return parseYaml(text, file, reading.problems)
  try {
    const source = parseYaml(openVault(text, reading.vaultPasswords ?? []), file, reading.problems)
    if (source) reading.hide?.(secretsIn(plain(source, source.document.contents)))
    return source
  } catch (error) {
    if (error instanceof VaultError) return error
    throw error
  }
}

/** Every text of a value; a number only where it has as many digits as a password. */
function secretsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return String(value).length >= 4 ? [String(value)] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : []
}
