/** A secret as shells, JSON and XML write it. */
export function quoted(text: string): readonly string[] {
  const xml = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return [
    text.replaceAll("'", "'\\''"),
    text.replace(/[\\"$`]/g, '\\$&'),
    text.replace(/[\\"]/g, '\\$&'),
    JSON.stringify(text).slice(1, -1),
    xml,
    xml.replaceAll('"', '&quot;'),
    xml.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    xml.replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
  ]
}

/** The whole secret in base64, in hex and as URLs have it. */
export function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  const url = percent(bytes, /[A-Za-z0-9_.~-]/)
  const lax = percent(bytes, /[A-Za-z0-9_.~!*'()-]/)
  const urls = [url, lax, url.replaceAll('%20', '+'), lax.replaceAll('%20', '+')]
  const base64 = bytes.toString('base64').replace(/=+$/, '')
  return [
    base64,
    bytes.toString('base64url'),
    hex,
    hex.toUpperCase(),
    ...urls,
    ...urls.map((text) => text.replace(/%../g, (code) => code.toLowerCase())),
  ]
}

function percent(bytes: Buffer, plain: RegExp): string {
  return [...bytes]
    .map((byte) => [String.fromCharCode(byte), `%${byte.toString(16).toUpperCase().padStart(2, '0')}`] as const)
    .map(([letter, code]) => (plain.test(letter) ? letter : code))
    .join('')
}

/**
 * The secret inside something longer in base64, as `user:password` is in an HTTP header: it may begin at any of three
 * bytes. A letter on either side may hold bits of it, too.
 */
export function insideBase64(secret: string): readonly string[] {
  const bytes = Buffer.from(secret.trim())
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const inner = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
