import type { JsonSchema } from '../../../model/schema.ts'
import { type CheckerName, checkerNames, checkers } from '../../language/checker.ts'
import { keywordOf, type Statement } from '../tree.ts'
import { readBlock, type Special } from './block.ts'
import { fitting } from './fit.ts'
import { inside, type Place } from './reading.ts'

type Properties = Readonly<Record<string, JsonSchema>>

/** How each checker is read, without the pages of HTTP_GET. */
const readings = Object.fromEntries(
  checkerNames.map((label) => {
    const properties = checkers[label].anyOf[0].properties as Properties
    return [label, { label, properties, synonyms: label.endsWith('_GET') ? { nb_get_retry: 'retry' } : {} }]
  }),
)

/** A checker's words; the pages of HTTP_GET are one, or a list. Undefined: it lacks a word that it needs. */
export function readChecker(block: Statement, place: Place): Readonly<Record<string, unknown>> | undefined {
  const name = keywordOf(block)
  const how = readings[name]!
  const words = readBlock(
    block,
    place,
    how.properties.url ? { ...how, special: { url: pagesOf(name, place, how) } } : how,
  )
  return fitting(checkers[name as CheckerName].anyOf[0], words) as typeof words | undefined
}

function pagesOf(name: string, place: Place, { properties }: { readonly properties: Properties }): Special {
  const pages: unknown[] = []
  const [page] = properties.url!.anyOf as readonly { properties: Properties }[]
  const how = { label: `${name} url`, properties: page!.properties }
  return (statement) => {
    if (statement.body === null) return null
    pages.push(readBlock(statement, inside(place, 'url'), how))
    return { url: pages.length === 1 ? pages[0] : [...pages] }
  }
}
