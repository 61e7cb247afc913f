import { inventoryJson } from '../load/inventory/shown.ts'
import type { Variable } from '../load/text/variable.ts'
import { ConfigError } from '../model/errors.ts'
import { fail, type Out, print } from './out.ts'
import { askPasswords, inventoryOptions } from './site.ts'
import type { VaultFlags } from './vault-passwords.ts'

export interface InventoryFlags extends VaultFlags {
  readonly inventory?: readonly string[]
  readonly extraVars?: readonly string[]
  readonly playbookDir?: string
  readonly list?: boolean
  readonly graph?: boolean
  readonly host?: string
  readonly explain?: string
  readonly yaml?: boolean
  readonly settings?: ReadonlyMap<string, Variable>
}

/** `lbprov inventory`: what it says as JSON, YAML or a tree. Resolves to the exit code; what is wrong has been printed. */
export async function inventory(variable: string | undefined, flags: InventoryFlags, out: Out): Promise<number> {
  try {
    const options = inventoryOptions({ ...flags, inventory: flags.inventory ?? [] }, await askPasswords(flags, out))
    const { graph, host, explain, yaml = false } = flags
    if ((explain === undefined) !== (variable === undefined))
      throw misuse('--explain goes with a host and a variable', 'lbprov inventory --explain lb1 priority')
    const asked = explain === undefined ? { graph, host } : { explain, variable }
    const { text, warning } = inventoryJson(options, { ...asked, yaml }, out.clean)
    if (warning) out.stderr.write(`${out.clean(warning)}\n`)
    return print(out, text)
  } catch (error) {
    return fail(out, error)
  }
}

const misuse = (message: string, hint: string) => new ConfigError([{ message, hint }])
