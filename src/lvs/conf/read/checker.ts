import type { JsonSchema } from '../../../model/schema.ts'
import { type CheckerName, checkers } from '../../language/checker.ts'
import { keywordOf, type Statement } from '../tree.ts'
import { readBlock, type Special } from './block.ts'
import { inside, type Place } from './reading.ts'

type Properties = Readonly<Record<string, JsonSchema>>

/** A checker's words; the pages of HTTP_GET are one, or a list. */
export function readChecker(block: Statement, place: Place): Readonly<Record<string, unknown>> {
  const name = keywordOf(block)
  const properties = checkers[name as CheckerName].anyOf[0].properties as Properties
  const pages: unknown[] = []
  const url: Special = (statement) => {
    const page = readBlock(statement, inside(place, 'url'), {
      label: `${name} url`,
      properties: (properties.url as { anyOf: readonly { properties: Properties }[] }).anyOf[0]!.properties,
    })
    pages.push(page)
    return { url: pages.length === 1 ? page : [...pages] }
  }
  return readBlock(block, place, {
    label: name,
    properties,
    synonyms: name.endsWith('_GET') ? { nb_get_retry: 'retry' } : {},
    special: { url },
  })
}
