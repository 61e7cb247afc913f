import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { isRoot } from '../support/tools.ts'
import { startServersBy } from '../unit/transport/support/sshd.ts'
import { tempFolder } from '../unit/transport/support/temp.ts'
import { newestSsh, startedIn } from './newest-ssh.ts'

// The ways in that lbprov goes itself, those that it leaves to ssh, and the table of new keys.
describe.skipIf(!isRoot)('with the newest OpenSSH of Debian at both ends', async () => {
  beforeAll(async () => {
    const there = startedIn(await newestSsh())
    startServersBy(there)
    const bin = join(tempFolder(), 'bin')
    mkdirSync(bin)
    const words = there.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
    const script = `#!/bin/sh\nexec ${words} env PATH=/usr/sbin:/usr/bin:/bin ssh "$@"\n`
    writeFileSync(join(bin, 'ssh'), script, { mode: 0o755 })
    process.env.PATH = `${bin}:${process.env.PATH}`
  })

  test('it has the key exchange mlkem768, with which a server is tried that has no other', () =>
    expect(execFileSync('ssh', ['-Q', 'kex'], { encoding: 'utf8' })).toContain('mlkem768x25519-sha256'))

  if (!isRoot) return
  await import('../unit/transport/matrix.test.ts')
  await import('../unit/transport/ssh-child.test.ts')
  await import('../unit/cli/host-keys.test.ts')
})
