import { dirname, join, resolve } from 'node:path'
import type { NewFile } from '../load/adopted-files.ts'
import { rolesAround } from '../load/playbook/role-files.ts'
import { playbookSchema, varsSchema } from '../load/schema/editor-schema.ts'
import { settingsSchema } from '../load/schema/settings-schema.ts'
import { ownFile } from '../load/settings/settings.ts'
import { makeFolder, writeOver } from '../load/text/written.ts'
import { kindMeanings, schedulerMeanings } from '../lvs/language/scheduler.ts'
import { lintIgnore } from '../lvs/lint/ignore.ts'
import { builtInRoles } from './site.ts'

/** The folder beside a site that has the schemas for editors. */
export const schemaFolder = '.lbprov/schemas'

const meanings = { ...schedulerMeanings, ...kindMeanings }

/** Schemas for editors by file name, of lbprov's roles and of those in these folders. */
export async function editorSchemas(own: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const roles = await rolesAround({ own, builtIn: builtInRoles })
  const schemas = {
    playbook: playbookSchema(roles, meanings),
    settings: settingsSchema(meanings),
    'inventory-vars': varsSchema(roles, { lint_ignore: lintIgnore }, meanings),
  }
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [`${name}.json`, `${JSON.stringify(schema)}\n`]),
  )
}

/** Writes them beside a site, over those of before; the folder. */
export async function writeSchemas(directory: string, own: readonly string[] = []): Promise<string> {
  const folder = join(directory, schemaFolder)
  makeFolder(folder)
  const schemas = await editorSchemas([join(resolve(directory), 'roles'), ...own.map((path) => resolve(path))])
  for (const [name, text] of Object.entries(schemas)) writeOver(join(folder, name), text)
  return folder
}

/** The same files, YAML with the line by which editors find its schema, and what git passes over. */
export function forEditors(files: readonly NewFile[]): readonly NewFile[] {
  const named = files.map(([name, text, mode]): NewFile => {
    if (!/\.ya?ml$/.test(name)) return [name, text, mode]
    const schema = name === ownFile ? 'settings' : dirname(name) === '.' ? 'playbook' : 'inventory-vars'
    const up = dirname(name) === '.' ? '' : '../'
    return [name, `# yaml-language-server: $schema=${up}${schemaFolder}/${schema}.json\n${text}`, mode]
  })
  return [...named, ['.gitignore', gitIgnore, 0o644]]
}

const gitIgnore = `# Made again by \`lbprov schema\`.
.lbprov/
# Plans that were kept have the content of files.
plan*.json
`
