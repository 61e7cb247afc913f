import { isAddress, isPath, isUserName } from './address.ts'
import { isPort, jumpNamesIn } from './jump-name.ts'
import { didYouMean } from './nearest.ts'
import { type SshOption, spelling } from './ssh-words.ts'

/** A command line of ssh, in order. */
export interface SshArguments {
  readonly options: readonly SshOption[]
  /** -F */
  readonly file?: string | undefined
  /** -W */
  readonly forward?: string | undefined
  /** What is no option: the host, and what is run there. */
  readonly words: readonly string[]
}

/** What is wrong with one, and what to do. */
export interface Misread {
  readonly wrong: string
  readonly hint: string
}

/** Reads arguments of ssh as a shell and getopt(3) do: `-J gate -oPort=2222 -vC`. */
export function argumentsIn(text: string): SshArguments | Misread {
  const words = wordsIn(text)
  if (!words) return { wrong: 'a quote is not closed', hint: '' }
  const options: SshOption[] = []
  const rest: string[] = []
  let file: string | undefined
  let forward: string | undefined
  for (const [letter, value] of lettersOf(words)) {
    if (letter === '') rest.push(value!)
    else if (letter === 'F') file = value
    else if (letter === 'W') forward = value
    else {
      const option = optionOf(letter, value)
      if ('wrong' in option) return option
      options.push(option)
    }
  }
  return { options, file, forward, words: rest }
}

/** Words as a shell parts them; null: a quote is not closed. */
function wordsIn(text: string): readonly string[] | null {
  const words = text.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+|["'\\]/g) ?? []
  if (words.some((word) => /^["'\\]$/.test(word))) return null
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'|\\(.)/g, '$1$2$3'))
}

/** Each option by its letter with its value, where it takes one; a word that is no option, with the letter ''. */
function lettersOf(words: readonly string[]): readonly Lettered[] {
  const found: Lettered[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const [, alone, letter = '', glued = ''] = /^-([46AaCKkMnqTtvXxYy]*)(.?)(.*)$/s.exec(word) ?? []
    if (alone === undefined || word === '-') {
      found.push(['', word])
      continue
    }
    found.push(...[...alone].map((each): Lettered => [each, undefined]))
    if (letter !== '') found.push([letter, glued || (takesValue.test(letter) ? words[++i] : undefined)])
  }
  return found
}

type Lettered = readonly [letter: string, value: string | undefined]

const takesValue = /[BbcDEeFIiJLlmoOpPQRSWw]/

/** Options without a value. */
const flags: ReadonlyMap<string, readonly [keyword: string, value: string]> = new Map([
  ['4', ['addressfamily', 'inet']],
  ['6', ['addressfamily', 'inet6']],
  ['A', ['forwardagent', 'yes']],
  ['a', ['forwardagent', 'no']],
  ['C', ['compression', 'yes']],
  ['K', ['gssapiauthentication', 'yes']],
  ['k', ['gssapidelegatecredentials', 'no']],
  ['M', ['controlmaster', 'yes']],
  ['n', ['stdinnull', 'yes']],
  ['q', ['loglevel', 'QUIET']],
  ['T', ['requesttty', 'no']],
  ['t', ['requesttty', 'yes']],
  ['v', ['loglevel', 'DEBUG']],
  ['X', ['forwardx11', 'yes']],
  ['x', ['forwardx11', 'no']],
  ['Y', ['forwardx11trusted', 'yes']],
  ['y', ['syslogfacility', 'USER']],
])

/** Options that are a short way to write a keyword. */
const letters: ReadonlyMap<string, string> = new Map([
  ['b', 'bindaddress'],
  ['B', 'bindinterface'],
  ['c', 'ciphers'],
  ['D', 'dynamicforward'],
  ['e', 'escapechar'],
  ['I', 'pkcs11provider'],
  ['i', 'identityfile'],
  ['J', 'proxyjump'],
  ['L', 'localforward'],
  ['l', 'user'],
  ['m', 'macs'],
  ['p', 'port'],
  ['R', 'remoteforward'],
  ['S', 'controlpath'],
  ['w', 'tunneldevice'],
])

function optionOf(letter: string, value: string | undefined): SshOption | Misread {
  const [keyword, on] = flags.get(letter) ?? []
  if (keyword && on) return { keyword, value: on }
  const short = letters.get(letter)
  if (letter !== 'o' && !short) return { wrong: `-${letter} is no option of ssh that a login can have`, hint: '' }
  if (value === undefined) return { wrong: `-${letter} has no value`, hint: '' }
  return short ? checked(short, value) : written(value)
}

/** As -o takes it: `Keyword=value` or `Keyword value`, the value in quotes or not. */
function written(option: string): SshOption | Misread {
  const [, keyword = '', text = ''] = /^(\w+)(?:\s*=\s*|\s+)(.*)$/s.exec(option.trim()) ?? []
  const value = text.replace(/^"([^"]*)"$/, '$1')
  if (keyword === '' || value === '') return { wrong: `-o ${shown(option)} is no Keyword=value`, hint: '' }
  if (spelling.has(keyword.toLowerCase())) return checked(keyword.toLowerCase(), value)
  return { wrong: `ssh has no option ${shown(keyword)}`, hint: didYouMean(keyword, spelling.values()) }
}

const shown = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text)

function checked(keyword: string, value: string): SshOption | Misread {
  const [expected, fits] = values.get(keyword) ?? ['one line of text', isPath]
  if (fits(value)) return { keyword, value }
  return { wrong: `${spelling.get(keyword)} must be ${expected}, but is ${shown(value)}`, hint: '' }
}

type Check = readonly [expected: string, fits: (value: string) => boolean]

const yesOrNo: Check = ['yes or no', (value) => /^(yes|no|true|false)$/i.test(value)]

/** What the values of keywords must be that mean something here. */
const values: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['addressfamily', ['any, inet or inet6', (value) => /^(any|inet6?)$/i.test(value)]],
  ['connecttimeout', ['a number of seconds', (value) => /^(\d{1,4}|none)$/i.test(value)]],
  ['hostkeyalias', ['the name of a host', isAddress]],
  ['hostname', ['a host name or an address', (value) => isAddress(value.replaceAll('%h', 'h'))]],
  ['identitiesonly', yesOrNo],
  ['kbdinteractiveauthentication', yesOrNo],
  ['passwordauthentication', yesOrNo],
  ['port', ['a whole number from 1 to 65535', (value) => /^\d{1,5}$/.test(value) && isPort(Number(value))]],
  ['proxyjump', ['jump hosts (user@host:port, one after the other)', (value) => jumpNamesIn(value) !== null]],
  ['pubkeyauthentication', ['yes or no', (value) => /^(yes|no|true|false|unbound|host-bound)$/i.test(value)]],
  [
    'stricthostkeychecking',
    ['yes, ask, accept-new or no', (value) => /^(yes|true|ask|accept-new|no|false|off)$/i.test(value)],
  ],
  ['user', ['a user name', isUserName]],
])
