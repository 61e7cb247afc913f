import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { block } from '../../src/index.ts'
import { conforms } from '../support/conformance.ts'
import { connectTo, fewShells } from '../support/shells.ts'

const root = mkdtempSync(join(tmpdir(), 'lbprov-block-'))
const config = join(root, 'sshd_config')
const old = 'Port 22\n\n# PermitRootLogin yes\nUsePAM yes\n'

beforeAll(() => writeFileSync(config, old))
afterAll(() => rmSync(root, { recursive: true }))

const states = [
  block(config, { content: 'PermitRootLogin no\nAllowUsers a\n', at: 'top' }),
  block(config, { content: `it's "odd" \\n & $x\n\n\ttab`, at: 'top' }),
  block(config, { content: '' }),
  block(config, null),
]

for (const shell of fewShells) {
  describe(shell.join(' '), () => {
    const fingerprint = async () => execFileSync('sh', ['-c', 'ls -lA "$1"; cksum "$1"/*', 'sh', root]).toString()
    conforms({ title: 'block', states }, { connect: () => connectTo(shell), fingerprint })

    test('the rest of the file is as it was', () => {
      expect(readFileSync(config, 'utf8').replace(/^# begin lbprov.*# end lbprov\n/ms, '')).toBe(old)
    })
  })
}

test('content that holds a marker line is refused', () => {
  expect(() => block(config, { content: 'a\n# end lbprov\nb' })).toThrow(/marker/)
})
