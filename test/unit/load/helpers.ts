import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { loadInventory } from '../../../src/load/inventory/inventory.ts'
import type { InventoryOptions } from '../../../src/load/inventory/known-inventory.ts'
import { loadSite, type SiteOptions } from '../../../src/load/site.ts'
import { ConfigError, showProblem } from '../../../src/model/errors.ts'

export type Files = Readonly<Record<string, string>>

/** A new directory with these files in it. */
export function directoryWith(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'lbprov-load-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return root
}

/** Loads the inventory `hosts` of a directory with these files. */
export async function inventoryOf(files: Files, options: Partial<InventoryOptions> = {}) {
  const cwd = directoryWith(files)
  return loadInventory({ inventory: ['hosts'], cwd, home: '/home/me', env: {}, ...options })
}

/** What the inventory `hosts` of a directory with these files is warned of. */
export async function warningsOf(files: Files): Promise<readonly string[]> {
  const warnings: string[] = []
  await inventoryOf(files, { warn: (warning) => void warnings.push(showProblem(warning)) })
  return warnings
}

/** Loads `site.yaml` with the inventory `hosts` of a directory with these files, once it is as wanted. */
export async function siteOf(files: Files, options: Partial<SiteOptions> = {}, prepare = (_cwd: string) => {}) {
  const cwd = directoryWith(files)
  prepare(cwd)
  const rest = { inventory: ['hosts'], playbook: 'site.yaml', rolesBuiltIn: join(cwd, 'built-in') }
  return loadSite({ ...rest, cwd, home: '/home/me', env: {}, ...options })
}

/** What a ConfigError says, problem by problem; anything else thrown is thrown on. */
export async function problemsOf(load: Promise<unknown>): Promise<readonly string[]> {
  try {
    await load
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(showProblem)
    throw error
  }
}

/** The text of a role module with these params. */
export function roleWith(params: unknown): string {
  return `export default { params: ${JSON.stringify(params)}, resources: () => [] }\n`
}
