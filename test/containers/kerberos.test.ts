import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { install } from '../../lab/install.ts'
import { connectHost } from '../../src/transport/connect.ts'
import { freePort } from '../support/ports.ts'
import { isHere, isRoot } from '../support/tools.ts'
import { type Sshd, startSshd } from '../unit/transport/support/sshd.ts'
import { tempFolder } from '../unit/transport/support/temp.ts'

const user = userInfo().username
/** As Debian and Red Hat have it in their ssh_config. */
const options = [{ keyword: 'gssapiauthentication', value: 'yes' }]

// A realm of the test's own on loopback: nothing of the machine's Kerberos is read or changed.
describe.skipIf(!isRoot)('a Kerberos ticket', () => {
  let sshd: Sshd
  let kdc: ChildProcess

  beforeAll(async () => {
    if (!isHere('krb5kdc')) await install(['krb5-kdc', 'krb5-admin-server', 'krb5-user'], 'the test of Kerberos')
    const folder = tempFolder()
    const port = await freePort()
    const at = (name: string) => join(folder, name)
    writeFileSync(
      at('krb5.conf'),
      `[libdefaults]
default_realm = LBPROV.TEST
dns_canonicalize_hostname = false
rdns = false
[realms]
LBPROV.TEST = {
  kdc = 127.0.0.1:${port}
}
[domain_realm]
127.0.0.1 = LBPROV.TEST
`,
    )
    writeFileSync(
      at('kdc.conf'),
      `[kdcdefaults]
kdc_listen = 127.0.0.1:${port}
kdc_tcp_listen = 127.0.0.1:${port}
[realms]
LBPROV.TEST = {
  database_name = ${at('principal')}
  key_stash_file = ${at('stash')}
  acl_file = ${at('acl')}
}
`,
    )
    Object.assign(process.env, {
      KRB5_CONFIG: at('krb5.conf'),
      KRB5_KDC_PROFILE: at('kdc.conf'),
      KRB5_KTNAME: at('keytab'),
      KRB5CCNAME: `FILE:${at('ticket')}`,
    })
    const run = (program: string, words: readonly string[], input = '') =>
      execFileSync(program, words, { input, stdio: ['pipe', 'pipe', 'pipe'] })
    run('kdb5_util', ['create', '-s', '-r', 'LBPROV.TEST', '-P', 'master'])
    for (const query of [
      `addprinc -pw secret ${user}`,
      'addprinc -randkey host/127.0.0.1',
      `ktadd -k ${at('keytab')} host/127.0.0.1`,
    ])
      run('kadmin.local', ['-q', query])
    kdc = spawn('krb5kdc', ['-n', '-P', at('pid')], { stdio: 'ignore' })
    // It does not say when it listens.
    await vi.waitFor(() => run('kinit', [user], 'secret\n'), { timeout: 20_000, interval: 200 })
    sshd = await startSshd(['GSSAPIAuthentication yes', 'GSSAPIStrictAcceptorCheck no', 'PubkeyAuthentication no'])
  })
  afterAll(async () => {
    kdc?.kill()
    await sshd?.stop()
  })

  test('lets in by ssh itself, where the host takes it', async () => {
    const whys: string[] = []
    const session = await connectHost(
      sshd.connection({ privateKeyFile: undefined, ssh: { options, file: 'none', given: ['user', 'port'] } }),
      (_, why) => void (why && whys.push(why)),
    )
    const { stdout } = await session.run('echo in', { deadlineMs: 60_000 })
    await session.close()
    expect([String(stdout), whys]).toEqual(['in\n', ['by ssh itself: a Kerberos ticket']])
    expect(sshd.log()).toContain('Accepted gssapi-with-mic')
  })
})
