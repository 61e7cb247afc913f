import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mapStrings, redactor } from '../../../src/ui/redact.ts'

test('a secret is hidden wherever it stands, the longer one first', () => {
  const scrub = redactor(['hunter', 'hunter22'])
  expect(scrub('auth_pass hunter22;hunter')).toBe('auth_pass ‹secret›;‹secret›')
})

test('also as a shell word, in a JSON string and in base64', () => {
  const secret = `it's "so" \\ $ecret`
  const scrub = redactor([secret])
  expect(scrub(`a 'it'\\''s "so" \\ $ecret' b`)).toBe("a '‹secret›' b")
  expect(scrub(JSON.stringify({ secret }))).toBe('{"secret":"‹secret›"}')
  expect(scrub(`Basic ${Buffer.from(secret).toString('base64')}`)).toMatch(/^Basic ‹secret›=*$/)
})

const odd = `it's "so" <b>&$ecret \`y\` \\z é/+`
const before = ['', 'u:', 'us:', 'usr:']

test.each<[string, string]>([
  ['double quotes of a shell', odd.replace(/[\\"$`]/g, '\\$&')],
  ['a URL', encodeURIComponent(odd)],
  ['a URL, in lower case', encodeURIComponent(odd).replace(/%../g, (code) => code.toLowerCase())],
  ['a form', new URLSearchParams({ p: odd }).toString().slice(2)],
  ['hex', Buffer.from(odd).toString('hex')],
  ['hex, in capitals', Buffer.from(odd).toString('hex').toUpperCase()],
  ['XML', odd.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
  [
    'an attribute of XML',
    odd
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  ],
])('a secret in %s is hidden', (_, text) => {
  expect(redactor([odd])(`a ${text} b`)).toBe('a ‹secret› b')
})

test.each(['base64', 'base64url'] as const)(
  'a secret inside something in %s is hidden, with the letters that hold bits of it',
  (encoding) => {
    for (const user of before) {
      for (const rest of ['', '\n', 'ab']) {
        const shown = redactor([odd])(`Basic ${Buffer.from(user + odd + rest).toString(encoding)}`)
        const [left = '', right = ''] = shown.slice('Basic '.length).split('‹secret›')
        expect([shown.includes('‹secret›'), left.length <= 5, right.length <= 5]).toEqual([true, true, true])
        expect(Buffer.from(left, encoding).toString()).not.toContain(odd[0])
      }
    }
  },
)

test('a secret is not given away by hiding it in the name that it stands behind', () => {
  expect(redactor(['pass'])('auth_pass pass')).toBe('auth_pass ‹secret›')
  expect(redactor(['word'])('ansible_password=word, passwords')).toBe('ansible_password=‹secret›, pass‹secret›s')
})

test('a short one only as a whole word, and not at all with short: false', () => {
  expect(redactor(['ab'])('ab cab ab: (ab) äab')).toBe('‹secret› cab ‹secret›: (‹secret›) äab')
  expect(redactor(['ab'], { short: false })('ab')).toBe('ab')
})

test('a key is hidden line by line, for its end may be all that is seen', () => {
  const scrub = redactor(['-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\nabc\n-----END KEY-----\n'])
  expect(scrub('+MIIEpAIBAAKCAQEA\n+abc\n')).toBe('+‹secret›\n+abc\n')
})

test('what hides a secret is not taken for one', () => {
  const scrub = redactor(['secret'])
  expect(scrub('auth_pass ‹new secret› was ‹secret›')).toBe('auth_pass ‹new secret› was ‹secret›')
})

test('nothing and blanks are no secrets', () => {
  expect(redactor(['', ' \n'])('a b\n')).toBe('a b\n')
})

const longSecret = fc.string({ minLength: 4 }).filter((text) => text.trim().length >= 4)

test('whatever the secrets and the text, scrubbing once is enough', () => {
  fc.assert(
    fc.property(fc.array(longSecret), fc.string(), fc.nat(), (secrets, text, at) => {
      const scrub = redactor(secrets)
      const once = scrub(text.slice(0, at) + secrets.join('') + text.slice(at))
      const rest = once.replaceAll('‹secret›', '\n')
      for (const secret of secrets) expect(rest).not.toContain(secret.trim())
      expect(scrub(once)).toBe(once)
    }),
  )
})

test('strings anywhere in a value are mapped, but not under the keys to keep', () => {
  const value = { a: 'x', b: [{ a: 'x', n: 1, z: null }], keep: 'x' }
  expect(mapStrings(value, (text) => text.toUpperCase(), new Set(['keep']))).toEqual({
    a: 'X',
    b: [{ a: 'X', n: 1, z: null }],
    keep: 'x',
  })
})

test('what holds nothing that changes is not copied, nor is what was given changed', () => {
  const value = { a: [{ b: 'x' }, { b: 'y' }], c: { d: 'x' } }
  expect(mapStrings(value, (text) => text)).toBe(value)
  const mapped = mapStrings(value, (text) => text.replace('y', 'z'))
  expect(mapped).toEqual({ a: [{ b: 'x' }, { b: 'z' }], c: { d: 'x' } })
  expect(mapped.c).toBe(value.c)
  expect(value.a[1]).toEqual({ b: 'y' })
})
