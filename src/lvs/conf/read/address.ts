import { keywordOf, type Statement, type Word } from '../tree.ts'
import { loseWords, type Place } from './reading.ts'

const addressWords = ['dev', 'label', 'scope']

/** An entry of a list of addresses: `192.168.1.225/24 dev em1 label em1:1 scope link`; the bare address where nothing is said of it. */
export function addressOf(entry: Statement, place: Place): string | Readonly<Record<string, string>> {
  const pairs: (readonly [string, string])[] = []
  const lost: Word[] = []
  const rest = entry.words.slice(1)
  while (rest.length > 0) {
    const [word, value] = rest
    const isPair = addressWords.includes(word!.text) && value !== undefined
    if (isPair) pairs.push([word!.text, value.text])
    else lost.push(word!)
    rest.splice(0, isPair ? 2 : 1)
  }
  loseWords(place, entry, lost)
  const address = keywordOf(entry)
  return pairs.length === 0 ? address : { address, ...Object.fromEntries(pairs) }
}
