/** A program: writes the JSON Schemas for editors from the built-in roles; with --check, says whether they are as they should be. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { importRole } from '../src/load/role-module.ts'
import { playbookSchema, varsSchema } from '../src/load/schema/editor-schema.ts'
import { lintIgnore } from '../src/lvs/lint/ignore.ts'
import type { Role } from '../src/model/role.ts'

const root = join(import.meta.dirname, '..')

async function rolesBuiltIn(): Promise<Record<string, Role<unknown>>> {
  const files = globSync('roles/*/role.ts', { cwd: root }).toSorted()
  const roles = files.map(async (file) => {
    const role = (await importRole(pathToFileURL(join(root, file)).href)) as Role<unknown>
    return [basename(dirname(file)), role] as const
  })
  return Object.fromEntries(await Promise.all(roles))
}

const roles = await rolesBuiltIn()
const texts = {
  'playbook.json': playbookSchema(roles),
  'inventory-vars.json': varsSchema(roles, { lint_ignore: lintIgnore }),
}
for (const [name, schema] of Object.entries(texts)) {
  const file = join(root, 'schemas', name)
  const text = `${JSON.stringify(schema, null, 2)}\n`
  if (process.argv.includes('--check') && readFileSync(file, 'utf8') !== text) {
    console.error(`schemas/${name} is not what the roles say: npm run schemas`)
    process.exitCode = 1
  } else if (!process.argv.includes('--check')) writeFileSync(file, text)
}
