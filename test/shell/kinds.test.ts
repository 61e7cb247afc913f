import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { command, directory, file, line, sh } from '../../src/index.ts'
import { type Case, conforms } from '../support/conformance.ts'
import { connectTo, fewShells } from '../support/shells.ts'

const root = mkdtempSync(join(tmpdir(), 'lbprov-kinds-'))
const path = (name: string) => join(root, name)

beforeAll(() => writeFileSync(path('settings'), 'b = 0\na = 1\n# b = 2\nb = 3'))
afterAll(() => rmSync(root, { recursive: true }))

const odd = `it's "odd": $HOME \`date\` \\ * %s\n\n\tüñí 漢字\n\n`

const cases: Case[] = [
  {
    title: 'file',
    states: [
      file(path('one'), { content: 'hello\n', mode: '0640' }),
      file(path('one'), { content: '' }),
      file(path('one'), null),
      file(path('one'), { content: odd, mode: '0600' }),
      file(path('one'), { content: 'no line feed at the end' }),
      file(path('one'), { mode: '0755' }),
      file(path('one'), { content: 'x'.repeat(300_000), mode: '0600' }),
      file(path('one'), { content: 'checked\n' }, { validate: (temporary) => sh`grep -q checked ${temporary}` }),
    ],
  },
  {
    title: 'file with an odd name',
    states: [file(path(`a 'b' $c -d \\ é`), { content: odd }), file(path(`a 'b' $c -d \\ é`), null)],
  },
  {
    title: 'directory',
    states: [
      directory(path('d/e/f'), { mode: '0750' }),
      directory(path('d/e/f'), { mode: '0700' }),
      directory(path('d/e/f'), null),
    ],
  },
  {
    title: 'line',
    states: [
      line(path('settings'), { match: '^b *=', line: 'b = 4' }),
      line(path('settings'), { match: '^b *=', line: `b = ${odd.replaceAll('\n', ' ')}` }),
      line(path('settings'), { match: '^b *=', line: 'b = \\1 & /' }),
      line(path('settings'), { match: '^new', line: 'new line' }),
      line(path('unborn'), { match: '^x', line: 'x' }),
    ],
  },
  {
    title: 'command',
    states: [command('make it', { run: sh`echo done >${path('made')}`, unless: sh`[ -e ${path('made')} ]` })],
  },
]

/** All that is there, with content, mode and times: read from here, since it is asked for 300 times. */
const fingerprint = async () =>
  JSON.stringify(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .toSorted()
      .map((name) => {
        const stats = lstatSync(path(name), { bigint: true })
        const { ino, mode, uid, gid, mtimeNs, ctimeNs } = stats
        const content = stats.isFile() ? readFileSync(path(name), 'base64') : ''
        return [name, ...[ino, mode, uid, gid, mtimeNs, ctimeNs].map(String), content]
      }),
  )

for (const shell of fewShells) {
  describe(shell.join(' '), () => {
    for (const one of cases) conforms(one, { connect: () => connectTo(shell), fingerprint })
  })
}
