import { createHash, createHmac } from 'node:crypto'
import { statSync } from 'node:fs'
import { readBounded } from '../disk/read.ts'

export type Marker = '' | '@cert-authority' | '@revoked'

/** One line of a known_hosts file; `key` is the base64 of the public key. */
export interface KnownKey {
  readonly marker: Marker
  readonly type: string
  readonly key: string
  readonly file: string
  readonly line: number
}

interface Line extends KnownKey {
  readonly names: string
}

/** A parsed file: lines of plain names by name, and those that must be tried one by one (hashed, wildcards). */
export interface KnownHosts {
  readonly named: Map<string, Line[]>
  readonly others: Line[]
}

/** What the files say of one host. */
export interface Found {
  readonly keys: readonly KnownKey[]
  readonly revoked: readonly KnownKey[]
  readonly authorities: readonly KnownKey[]
}

/** The name under which a host stands in known_hosts: `lb1`, or `[lb1]:2222` for a port other than 22. */
export function hostLabel(address: string, port: number): string {
  return port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`
}

/** `SHA256:…` of a public key, as ssh-keygen writes it. */
export function fingerprint(key: Buffer | string): string {
  const bytes = typeof key === 'string' ? Buffer.from(key, 'base64') : key
  return `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`
}

/** The type named inside a public key blob: `ssh-ed25519`; empty when it is not one. */
export function keyType(key: Buffer): string {
  const type = key.length < 4 ? '' : key.toString('latin1', 4, 4 + key.readUInt32BE(0))
  return /^[a-z][a-z0-9@.-]{0,63}$/.test(type) ? type : ''
}

/** Reads the text of a known_hosts file; lines that are not understood are left out, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): KnownHosts {
  const known: KnownHosts = { named: new Map(), others: [] }
  text.split('\n').forEach((raw, i) => {
    const line = parseLine(raw, file, i + 1)
    if (line) addLine(known, line)
  })
  return known
}

/** The number of the first line that no known_hosts file has; undefined: it may be one. */
export function foreignLine(text: string): number | undefined {
  const at = text.split('\n').findIndex((raw) => {
    const line = raw.trim()
    return line !== '' && !line.startsWith('#') && !isEntry(line)
  })
  return at < 0 ? undefined : at + 1
}

// A marker, names, and a key; of SSH 1, whose lines OpenSSH passes over, three numbers.
const isEntry = (line: string) =>
  /^(?:@[a-z-]+[ \t]+)?\S+[ \t]+(?:[a-z][a-z0-9@.-]+[ \t]+AAAA[A-Za-z0-9+/]+=*|\d+[ \t]+\d+[ \t]+\d+)(?:[ \t]|$)/.test(
    line,
  )

/** Everything the parsed file has under a name (see `hostLabel`). */
export function keysFor(known: KnownHosts, name: string): KnownKey[] {
  return [...(known.named.get(name) ?? []), ...known.others.filter((line) => covers(line.names, name))]
}

/** What several files say of a host; a file that is not there says nothing. Throws where one can't be read. */
export function lookUp(files: readonly string[], name: string): Found {
  const all = files.flatMap((file) => keysFor(readKnownHosts(file), name))
  const marked = (marker: Marker) => all.filter((key) => key.marker === marker)
  return { keys: marked(''), revoked: marked('@revoked'), authorities: marked('@cert-authority') }
}

const cache = new Map<string, { readonly stamp: string; readonly known: KnownHosts }>()

function readKnownHosts(file: string): KnownHosts {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true })
  // A pipe would be waited for without end; a device such as /dev/null has nothing to say.
  if (stat && !stat.isFile() && !stat.isCharacterDevice()) throw new Error(`${file} is no regular file`)
  const stamp = stat?.isFile() ? `${stat.ino} ${stat.size} ${stat.mtimeNs}` : ''
  const cached = cache.get(file)
  if (cached?.stamp === stamp) return cached.known
  const known = parseKnownHosts(stamp === '' ? '' : readBounded(file).toString('utf8'), file)
  cache.set(file, { stamp, known })
  return known
}

function parseLine(raw: string, file: string, line: number): Line | undefined {
  const words = raw.trim().split(/[ \t]+/)
  const marker = words[0]?.startsWith('@') ? words.shift() : ''
  const [names, type, key] = words
  if (!names || names.startsWith('#') || !type || !key || !isMarker(marker)) return undefined
  return { marker, names, type, key, file, line }
}

function isMarker(word: string | undefined): word is Marker {
  return word === '' || word === '@cert-authority' || word === '@revoked'
}

function addLine(known: KnownHosts, line: Line): void {
  if (/^\||[*?!]/.test(line.names)) {
    known.others.push(line)
    return
  }
  for (const name of line.names.toLowerCase().split(',')) {
    known.named.set(name, [...(known.named.get(name) ?? []), line])
  }
}

function covers(names: string, name: string): boolean {
  if (names.startsWith('|1|')) return hashMatches(names, name)
  const patterns = names.toLowerCase().split(',')
  const matching = patterns.filter((pattern) => wildcard(pattern.replace(/^!/, '')).test(name))
  return matching.length > 0 && !matching.some((pattern) => pattern.startsWith('!'))
}

function hashMatches(hashed: string, name: string): boolean {
  const [, , salt = '', hash] = hashed.split('|')
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`)
}
