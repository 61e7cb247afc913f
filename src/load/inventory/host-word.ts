import { expandRange } from './range.ts'

/** The hosts a word of an inventory stands for, and the port behind it: `web[1:3]:2222`, `[2001:db8::1]:22`. */
export interface HostWord {
  readonly names: readonly string[]
  readonly port: number | undefined
}

/** Reads such a word. Throws a RangeError that says what is wrong. */
export function readHostWord(word: string): HostWord {
  const read = partsOf(word)
  const wrong = read.names.find((name) => !hostName.test(name))
  if (wrong !== undefined) throw new RangeError(`${whatIsWrong(wrong)}${meant(word)}`)
  return read
}

/** What Ansible's users call hosts: letters of any language, digits, and what stands in addresses and `user@host`. Not full-width forms of ASCII. */
const hostName = /^(?!.*[\uff01-\uff5e])[\p{L}\p{N}_][\p{L}\p{M}\p{N}._:@%+-]*$|^::[\da-fA-F:.]*$/u

/** What helps with a word that is none. */
export function hostHint(word: string): string {
  if (/\s/.test(word)) return 'Each name has a line of its own, with a colon behind it.'
  if (/[<>{}$]/.test(word)) return 'Where that is a placeholder, write the name of a host.'
  return 'Ranges look like web[01:20], db[a:f] or n[1:9:2].'
}

function whatIsWrong(name: string): string {
  const letter = [...name].find((one) => !/(?![\uff01-\uff5e])[\p{L}\p{M}\p{N}._:@%+-]/u.test(one))
  if (letter === undefined) return name === '' ? 'it is empty' : `it begins with ${JSON.stringify([...name][0])}`
  return `it has ${JSON.stringify(letter)} in it; a host name has letters, digits, ".", "-" and "_"`
}

/** Full-width signs as Chinese and Japanese keyboards type them. */
function meant(word: string): string {
  const narrow = word
    .normalize('NFKC')
    .replaceAll(/[【〔［]/g, '[')
    .replaceAll(/[】〕］]/g, ']')
    .replaceAll('。', '.')
  return narrow === word ? '' : `. Did you mean ${narrow}?`
}

function partsOf(word: string): HostWord {
  const [, bracketed, bracketedPort] = /^\[([^\]]*:[^\]]*:[^\]]*|[\d.]+)\](?::(\d+))?$/.exec(word) ?? []
  if (bracketed !== undefined) return { names: [bracketed], port: portOf(bracketedPort) }
  const [, name, port] = /^((?:[^:[\]]|\[[^\]]*\])+):(\d*)$/.exec(word) ?? []
  if (name === undefined) return { names: expandRange(word), port: undefined }
  if (port === '') throw new RangeError('a port must follow the :')
  return { names: expandRange(name), port: portOf(port) }
}

function portOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}
