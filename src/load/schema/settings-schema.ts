import type { JsonSchema } from '../../model/schema.ts'
import { kinds, type SettingWord, settingWords } from '../settings/setting-words.ts'
import { connectionProperties, draft } from './editor-schema.ts'
import { forEditors, type Meanings } from './for-editors.ts'

/** The schema by which editors check and complete `lbprov.yaml`. */
export function settingsSchema(meanings: Meanings = {}): JsonSchema {
  const properties = settingWords.flatMap((word) => (word.own ? [[word.own, schemaOf(word)] as const] : []))
  const schema = {
    $schema: draft,
    title: 'Settings of lbprov: lbprov.yaml',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  }
  return forEditors(schema, meanings)
}

function schemaOf({ variable, kind, says }: SettingWord): JsonSchema {
  if (variable !== undefined) return connectionProperties()[variable]!
  const { expected, schema } = kinds[kind]
  return { ...saidOf(schema, `It must be ${expected}.`), description: says }
}

/** An editor shows the pattern else. */
function saidOf({ items, ...schema }: JsonSchema, message: string): JsonSchema {
  const said = 'pattern' in schema ? { ...schema, patternErrorMessage: message } : schema
  return items === undefined ? said : { ...said, items: saidOf(items as JsonSchema, message) }
}
