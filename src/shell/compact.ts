/** Names that others know, too: what docs/own-roles.md names, and what is put in names of files. */
const known: ReadonlySet<string> = new Set(['lb_token', 'lb_undo'])

/** Those that scripts have most often come first, and so are the shortest. */
const often =
  `file line boot part add no look it frames found pid word value own ka_pid at say open flush pair more key path main list keep init failed err dead
  run on ahead by unit sysctl_file id text ka_other ka looked tools sysctls_boot set service made done settle begin end cidr held ka_reads table
  ka_main ka_hung what ka_wakes ka_own still size says mode via tool sorted kernel held_by last sysctl sysctl_look comm ka_tmp ka_stopped ka_asked
  ka_tell others ka_why moves next etc before by_line by_word tag added stat boot_of ka_processes ka_read_pid ask_account ka_sweep sysctls ka_runs
  module entry ipvs out ownership active packaged since load not chain live at_boot rule packages entries ifs known units name rpm unit_on words
  times stats dpkg elsewhere prefix device mask up op to if n`.split(/\s+/)
const signs = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const short = often.map((_, i) => `_${signs[Math.floor(i / signs.length) - 1] ?? ''}${signs[i % signs.length]}`)
const shortNames = new Map(often.map((name, i) => [`lb_${name}`, short[i]!]))
const fullNames = new Map(often.map((name, i) => [short[i]!, `lb_${name}`]))

/** Depends on the name alone: shells are kept from one script to the next, and a kept plan holds what was to be sent. */
function shortName(name: string): string {
  const isRare = !known.has(name) && name.length > shortest
  return shortNames.get(name) ?? (isRare ? name.slice('lb'.length) : name)
}

/** Shorter ones than `lb_abc` could be taken for those of the list. */
const shortest = 5

/** The name in full, for those who read. */
export const fullName = (name: string): string => fullNames.get(name) ?? (/^_../.test(name) ? `lb${name}` : name)

/**
 * A template of lbprov's own as it is sent, with shorter names (`lb_file` is `_4`) and without the spaces that lines begin with. `parts` is
 * what stands between its values, which are whole words or scripts.
 */
export function compact(parts: readonly string[]): readonly string[] {
  return unindented(parts).map((part) => part.replaceAll(/\blb_\w+/g, shortName))
}

/** Where a line may end: in code, in one of the two kinds of quotes, and in code in quotes. */
type Place = 'code' | 'single' | 'double' | 'nested'

const tokens: Readonly<Record<Place, RegExp>> = {
  code: /[^\\'"#\n]+|\\.|(?<=[\s;])#[^\n]*|\n[ \t]*|./gs,
  single: /[^']+|'/g,
  double: /[^\\"$]+|\\.|\$\(|./gs,
  nested: /[^\\'"()\n]+|\\.|./gs,
}

/** Documents in the script and code in quotes that goes over lines are left as they are, with all of their template. */
function unindented(parts: readonly string[]): readonly string[] {
  if (parts.some((part) => /<<|`/.test(part)) || !parts.some((part) => /\n[ \t]/.test(part))) return parts
  const places: Place[] = ['code']
  const made = parts.map((part) => lineByLine(part, places))
  return made.includes(null) || places.length > 1 ? parts : (made as string[])
}

/** Null: it can't be said. `places`: where the part begins, and then where it ends. */
function lineByLine(part: string, places: Place[]): string | null {
  let text = ''
  for (let at = 0; at < part.length; ) {
    const place = places.at(-1)!
    const pattern = tokens[place]
    pattern.lastIndex = at
    const [token] = pattern.exec(part)!
    if (place === 'nested' && token === '\n') return null
    enter(token, place, places)
    text += place === 'code' && token.startsWith('\n') ? '\n' : token
    at += token.length
  }
  return text
}

function enter(token: string, place: Place, places: Place[]): void {
  const isCode = place === 'code' || place === 'nested'
  if (token === "'" && place === 'single') places.pop()
  else if (token === "'" && isCode) places.push('single')
  else if (token === '"' && place === 'double') places.pop()
  else if (token === '"' && isCode) places.push('double')
  else if (token === '$(') places.push('nested')
  else if (token === '(' && place === 'nested') places.push('nested')
  else if (token === ')' && place === 'nested') places.pop()
}
