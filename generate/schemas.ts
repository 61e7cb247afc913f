import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { importRole } from '../src/load/role-module.ts'
import { playbookSchema, varsSchema } from '../src/load/schema/editor-schema.ts'
import { settingsSchema } from '../src/load/schema/settings-schema.ts'
import { kindMeanings, schedulerMeanings } from '../src/lvs/language/scheduler.ts'
import { lintIgnore } from '../src/lvs/lint/ignore.ts'
import type { Role } from '../src/model/role.ts'
import { eventSchema } from './event-schema.ts'

const meanings = { ...schedulerMeanings, ...kindMeanings }

/** The JSON Schemas that are made: for editors from the built-in roles, of events from that of the report. File name to text. */
export async function madeSchemas(root: string): Promise<Readonly<Record<string, string>>> {
  const roles = await rolesBuiltIn(root)
  const schemas = {
    'playbook.json': playbookSchema(roles, meanings),
    'settings.json': settingsSchema(meanings),
    'event.json': eventSchema(JSON.parse(readFileSync(join(root, 'schemas/report.json'), 'utf8'))),
    'inventory-vars.json': varsSchema(roles, { lint_ignore: lintIgnore }, meanings),
  }
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]),
  )
}

async function rolesBuiltIn(root: string): Promise<Record<string, Role<unknown>>> {
  const files = globSync('roles/*/role.ts', { cwd: root }).toSorted()
  const roles = files.map(async (file) => {
    const role = (await importRole(pathToFileURL(join(root, file)).href)) as Role<unknown>
    return [basename(dirname(file)), role] as const
  })
  return Object.fromEntries(await Promise.all(roles))
}
