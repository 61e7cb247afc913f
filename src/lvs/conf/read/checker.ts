import type { JsonSchema } from '../../../model/schema.ts'
import { type CheckerName, checkers } from '../../language/checker.ts'
import { keywordOf, type Statement } from '../tree.ts'
import { readBlock, type Special } from './block.ts'
import { fitting } from './fit.ts'
import { inside, type Place } from './reading.ts'

type Properties = Readonly<Record<string, JsonSchema>>

/** A checker's words; the pages of HTTP_GET are one, or a list. Undefined: it lacks a word that it needs. */
export function readChecker(block: Statement, place: Place): Readonly<Record<string, unknown>> | undefined {
  const name = keywordOf(block)
  const properties = checkers[name as CheckerName].anyOf[0].properties as Properties
  const pages: unknown[] = []
  const [page] = (properties.url?.anyOf ?? []) as readonly { properties: Properties }[]
  const url: Special = (statement) => {
    if (!page || statement.body === null) return null
    pages.push(readBlock(statement, inside(place, 'url'), { label: `${name} url`, properties: page.properties }))
    return { url: pages.length === 1 ? pages[0] : [...pages] }
  }
  const words = readBlock(block, place, {
    label: name,
    properties,
    synonyms: name.endsWith('_GET') ? { nb_get_retry: 'retry' } : {},
    special: { url },
  })
  return fitting(checkers[name as CheckerName].anyOf[0], words) as typeof words | undefined
}
