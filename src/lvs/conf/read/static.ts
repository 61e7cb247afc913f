import type { JsonSchema } from '../../../model/schema.ts'
import { staticWords } from '../../language/static.ts'
import { keywordOf, type Statement, statements, whereOf } from '../tree.ts'
import { addressOf } from './address.ts'
import { fittingEntry } from './fit.ts'
import { change, inside, leaveOut, lose, note, type Place, placeOf, type Reading } from './reading.ts'

/** The variables of what keepalived has on the director itself; a list that is there again goes on. `device`: default_interface of the file. */
export function readStatic(blocks: readonly Statement[], device: string | undefined, reading: Reading) {
  const read = (word: keyof typeof staticWords, path: readonly string[], items: JsonSchema, of: Read) => {
    const own = blocks.filter((block) => keywordOf(block) === word)
    const place = placeOf(reading, word, ...path)
    if (own[0]) note(place, whereOf(own[0]))
    return listOf(
      own.flatMap((block) => statements(block.body)),
      place,
      items,
      of,
    )
  }
  const line: Read = ({ words }) => words.map(({ text }) => text).join(' ')
  const { static_ipaddress, static_routes, static_rules } = staticWords
  const { items } = static_ipaddress.model.additionalProperties
  const addresses = read('static_ipaddress', [reading.director], items, onDevice(device))
  return {
    static_ipaddress: addresses.length === 0 ? {} : { [reading.director]: addresses },
    static_routes: read('static_routes', [], static_routes.model.anyOf[0].items, line),
    static_rules: read('static_rules', [], static_rules.model.anyOf[0].items, line),
  }
}

type Read = (entry: Statement, place: Place) => unknown

function listOf(entries: readonly Statement[], place: Place, items: JsonSchema, of: Read): readonly unknown[] {
  const kept: unknown[] = []
  for (const entry of entries) {
    const at = inside(place, kept.length)
    const fit = fittingEntry(items, of(entry, at), (path) => path.length > 0 && lose(at, path, entry, place.variable))
    if (fit === undefined) leaveOut(place, entry, place.variable, 'it has another value than lbprov takes')
    else {
      kept.push(fit)
      note(at, whereOf(entry))
    }
  }
  return kept
}

/** keepalived takes default_interface, or else eth0, where an address names none. */
function onDevice(device = 'eth0'): Read {
  return (entry, place) => {
    const given = addressOf(entry, 'static_ipaddress', place)
    const words = typeof given === 'string' ? { address: given } : given
    if ('dev' in words) return words
    change(place, entry, place.variable, `it names no interface: ${device} is written, which keepalived takes`)
    return { ...words, dev: device }
  }
}
