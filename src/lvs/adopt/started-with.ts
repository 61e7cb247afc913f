import type { KeepalivedOptions } from '../language/keepalived-options.ts'

/** What a keepalived was told on its command line. */
export interface StartedWith {
  /** The file that it reads (`-f`); null: its own. */
  readonly file: string | null
  /** What the variables would say; empty where it is told nothing that a package does not say by itself. */
  readonly options: KeepalivedOptions
  /** Words that no variable has. */
  readonly others: readonly string[]
}

const long: Readonly<Record<string, string>> = {
  '--use-file': '-f',
  '--log-facility': '-S',
  '--log-file': '-g',
  '--log-detail': '-D',
  '--dont-fork': '-n',
}

/** Reads the words behind the program. */
export function startedWith(words: readonly string[]): StartedWith {
  const given = new Map<string, string>()
  const others: string[] = []
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [option, glued] = parted(word)
    if (['-f', '-S', '-g'].includes(option)) given.set(option, glued ?? rest.shift() ?? '')
    else if (option === '-D') given.set(option, '')
    else if (option !== '-n') others.push(word)
  }
  const [facility, logFile] = [given.get('-S'), given.get('-g')]
  const options = {
    ...(given.has('-D') ? {} : { log_detail: false }),
    ...(facility !== undefined && { log_facility: Number(facility) }),
    ...(logFile !== undefined && { log_file: logFile }),
  }
  const isTold = facility !== undefined || logFile !== undefined
  return { file: given.get('-f') ?? null, options: isTold ? options : {}, others: isTold ? others : [] }
}

/** An option in its short form, and the value that is glued to it. */
function parted(word: string): readonly [option: string, glued?: string] {
  const [name, ...values] = word.startsWith('--') ? word.split('=') : [word.slice(0, 2)]
  const option = long[name!] ?? name!
  if (word.startsWith('--')) return values.length === 0 ? [option] : [option, values.join('=')]
  return word.length > 2 ? [option, word.slice(2)] : [option]
}
