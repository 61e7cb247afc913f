import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Resource } from 'lbprov'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conforms } from '../support/conformance.ts'
import { connectTo, fewShells } from '../support/shells.ts'

const root = join(import.meta.dirname, '../..')
/** Below the root, where `lbprov` is found. */
const folder = join(root, '.cache/own-kind')
const hosts = join(folder, 'etc/hosts')
const old = '127.0.0.1\tlocalhost\n192.168.1.9 nine\n'

mkdirSync(dirname(hosts), { recursive: true })
const [, kind] = /## A kind of your own[\s\S]*?```ts\n([\s\S]*?)```/.exec(
  readFileSync(join(root, 'docs/own-roles.md'), 'utf8'),
)!
writeFileSync(join(folder, 'names.ts'), kind!.replaceAll('/etc/hosts', hosts))
const { hostsEntry } = (await import(join(folder, 'names.ts'))) as {
  readonly hostsEntry: (ip: string, names: string) => Resource
}

beforeAll(() => writeFileSync(hosts, old))
afterAll(() => rmSync(folder, { recursive: true }))

const fingerprint = async () =>
  JSON.stringify(readdirSync(dirname(hosts)).map((name) => [name, readFileSync(join(dirname(hosts), name), 'utf8')]))

for (const shell of fewShells) {
  describe(`the kind of docs/own-roles.md in ${shell.join(' ')}`, () => {
    let reader = 0
    let before = ''
    beforeAll(() => {
      before = readFileSync(hosts, 'utf8')
      reader = openSync(hosts, 'r')
    })
    afterAll(() => closeSync(reader))
    const states = [
      hostsEntry('192.168.1.225', `shop.example it's "odd" & \\n $x`),
      hostsEntry('192.168.1.225', 'shop'),
    ]
    conforms({ title: 'hosts-entry', states }, { connect: () => connectTo(shell), fingerprint })

    test('who has the file open has the old one wholly; other lines stay', () => {
      expect(readFileSync(reader, 'utf8')).toBe(before)
      expect(readFileSync(hosts, 'utf8')).toMatch(new RegExp(`^${old}192\\.168\\.1\\.225\t.*\n$`))
    })
  })
}
