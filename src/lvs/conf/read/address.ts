import { isPaired } from '../entries/address.ts'
import { keywordOf, type Statement, type Word } from '../tree.ts'
import { losePhrases, type Place, reasonOfEntry } from './reading.ts'

const addressWords = ['dev', 'label', 'scope']
/** Of keepalived's words those of its newest version. */
const newest = '99'

/** An entry of that list of addresses: `192.168.1.225/24 dev em1 label em1:1 scope link`; the bare address where nothing is said of it. */
export function addressOf(entry: Statement, list: string, place: Place): string | Readonly<Record<string, string>> {
  const pairs: (readonly [string, string])[] = []
  const lost: (readonly Word[])[] = []
  const rest = entry.words.slice(1)
  while (rest.length > 0) {
    const phrase = rest.splice(0, isPaired(rest[0]!.text, newest) ? 2 : 1)
    const [word, value] = phrase
    const isOurs = addressWords.includes(word!.text) && reasonOfEntry(list, phrase) === undefined
    if (isOurs && value !== undefined) pairs.push([word!.text, value.text])
    else lost.push(phrase)
  }
  losePhrases(place, entry, lost, list)
  const address = keywordOf(entry)
  return pairs.length === 0 ? address : { address, ...Object.fromEntries(pairs) }
}
