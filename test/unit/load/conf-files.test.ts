import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { includesOf } from '../../../src/load/conf-files.ts'
import { parseConf } from '../../../src/lvs/conf/parse.ts'

const top = realpathSync(mkdtempSync(join(tmpdir(), 'lbprov-conf-')))
const at = (name: string) => join(top, name)
afterAll(() => rmSync(top, { recursive: true }))
for (const folder of ['etc', 'etc/d', 'etc/d/folder.conf', 'other']) mkdirSync(at(folder))
for (const name of ['etc/k.conf', 'etc/d/a.conf', 'etc/d/b.conf', 'etc/d/.hidden.conf', 'etc/d/note', 'other/x.conf'])
  writeFileSync(at(name), `${name}\n`)
symlinkSync('../../other/x.conf', at('etc/d/out.conf'))
symlinkSync('a.conf', at('etc/d/in.conf'))
symlinkSync('/proc/self', at('etc/self'))
symlinkSync('nowhere', at('etc/d/dead'))

const conf = at('etc/k.conf')
/** The files that are read, and why others are not. */
const told = (pattern: string, root?: string) =>
  includesOf(conf, root)(pattern, conf)?.map((one) =>
    'why' in one ? `${one.file}: ${one.why}`.replaceAll(top, '') : one.text.trim(),
  ) ?? null

test.each<[string, readonly string[] | null]>([
  ['d/a.conf', ['etc/d/a.conf']],
  ['d/{b,a}.conf', ['etc/d/a.conf', 'etc/d/b.conf']],
  ['d/in.conf', ['etc/d/a.conf']],
  ['d/.h*', ['etc/d/.hidden.conf']],
  [
    'd/*',
    [
      'etc/d/a.conf',
      'etc/d/b.conf',
      '/etc/d/dead: there is no such file',
      'etc/d/a.conf',
      'etc/d/note',
      '/etc/d/out.conf: it is outside of /etc',
    ],
  ],
  ['none/*', null],
  ['d/none.conf', null],
  ['d/none*', []],
  ['d', ['/etc/d: it is a directory']],
  ['../other/x.conf', ['/other/x.conf: it is outside of /etc']],
  ['../other/*', ['/other/*: it is outside of /etc']],
  ['self/environ', ['/etc/self/environ: it is outside of /etc']],
  ['/proc/self/environ', ['/proc/self/environ: it is outside of /etc']],
  ['/dev/zero', ['/dev/zero: it is outside of /etc']],
])('include %s', (pattern, found) => expect(told(pattern)).toEqual(found))

test('another root lets in what is below it, and no device', () => {
  expect(told('../other/x.conf', top)).toEqual(['other/x.conf'])
  expect(told('/dev/zero', '/')).toEqual(['/dev/zero: it is not a regular file'])
  expect(() => includesOf(conf, at('none'))).toThrow(`there is no folder ${at('none')}`)
})

test('what is not read is told where it is included', () => {
  const { flaws } = parseConf('include /proc/self/environ\n', { file: conf, read: includesOf(conf) })
  expect(flaws).toMatchObject([
    {
      where: { line: 1, column: 9 },
      message: expect.stringContaining('/proc/self/environ is not read: it is outside of'),
    },
  ])
})

test('files that include each other again and again come to an end', () => {
  const read = (pattern: string) => [{ file: `${pattern}`, text: `include ${pattern}x\n`.repeat(2) }]
  const { flaws } = parseConf('include x\n', {
    file: 'k.conf',
    read: (name, from) => (from.length > 40 ? null : read(name)),
  })
  expect(flaws.map(({ message }) => message)).toContain(
    'files, definitions and sequences come to more than 200000 lines',
  )
})
