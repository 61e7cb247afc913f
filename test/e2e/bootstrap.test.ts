import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resetMachine } from '../../lab/index.ts'
import { asRoot, freshHost, isCentos, keptRelease, repositories } from './fresh.ts'
import { changesIn, eventually, lbprov, on, project, root } from './support.ts'

const host = 'rs1'
const { reset, folder, run, letsIn, asAdmin } = freshHost(host)

describe('a fresh host with a root password', () => {
  beforeAll(reset)
  // the other suites come in as root
  afterAll(() => resetMachine([host]))

  test('a key that is nobody’s would lock everybody out: the host takes it back, and root gets in as before', async () => {
    const before = (await on(host, 'cat /etc/ssh/sshd_config')).stdout
    const stranger = project({})
    execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-N', '', '-f', `${stranger}/id`])
    const keys = [readFileSync(`${stranger}/id.pub`, 'utf8').trim()]
    const { ended, only } = await run(folder({ admin_authorized_keys: keys }), ...asRoot)
    expect([ended.code, only.outcome]).toEqual([1, 'failed'])
    expect(JSON.stringify(only.steps)).toMatch(/not confirmed: no way in as ops.*the host has taken it back/)
    // sshd that is reloaded refuses connections for a moment
    await eventually('the old file is back', async () =>
      expect((await on(host, 'cat /etc/ssh/sshd_config')).stdout).toBe(before),
    )
    expect(await letsIn('root', 'password')).toBe(true)
  })

  test('is entered once as root, and lets only the admin user in afterwards', async () => {
    const cwd = folder()
    const check = await run(cwd, '--check', ...asRoot)
    const first = await run(cwd, ...asRoot)
    expect([check.ended.code, first.ended.code], JSON.stringify(first.only, null, 1)).toEqual([0, 0])
    expect(changesIn(first.report)).toEqual(changesIn(check.report))
    expect(await letsIn('ops', 'key')).toBe(true)
    expect(await letsIn('root', 'key')).toBe(false)
    expect(await letsIn('root', 'password')).toBe(false)
  })

  test('the second run, as the admin user, changes nothing, and nothing is left behind', async () => {
    const { ended, report } = await run(folder())
    expect([ended.code, changesIn(report)]).toEqual([0, []])
    const { stdout } = await asAdmin(
      'sudo sh -c "ls -d /var/run/lbprov 2>/dev/null; pgrep -fl [l]b_undo=; uname -n; id -un"',
    )
    expect(stdout).toBe('web7\nroot\n')
  })

  test.runIf(isCentos(host))(
    'packages come from the vault; who asked CentOS’s mirrors is kept beside, what is checked stays',
    async () => {
      const { stdout } = await asAdmin(
        `sudo sh -c 'cmp /root/as-installed ${repositories}.lbprov-save && grep -v -e ^baseurl -e mirrorlist= ${repositories}; rpm -q --qf "%{NAME}\\n" tree'`,
      )
      expect(stdout).toBe(
        '[base]\nname=CentOS-$releasever - Base\ngpgcheck=0\n\n[updates]\nname=CentOS-$releasever - Updates\nenabled=0\ngpgcheck=1\ngpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS\ntree\n',
      )
      const urls = (await asAdmin(`grep -e ^baseurl -e ^mirrorlist ${repositories}`)).stdout
      expect(urls).toBe(
        ['os', 'updates'].map((name) => `baseurl=file:///srv/vault/${keptRelease(host)}/${name}/$basearch/\n`).join(''),
      )
    },
  )

  test('site playbooks go on as the admin user', async () => {
    const cwd = folder()
    const { code, stderr } = await lbprov(['site.yaml', '-i', 'hosts', '--list-hosts'], { cwd: root })
    expect([code, stderr]).toEqual([0, ''])
    expect((await run(cwd, '--check')).ended.code).toBe(0)
  })

  test('sshd words that it does not know are refused, and the host stays as it is', async () => {
    const before = (await asAdmin('sudo cat /etc/ssh/sshd_config')).stdout
    const { ended, only } = await run(folder({ permit_root_login: 'without-password' }))
    expect([ended.code, only.outcome]).toEqual([0, 'changed'])
    await asAdmin(`sudo sh -c 'printf "%s\\n" "Nonsense yes" >>/etc/ssh/sshd_config'`)
    const broken = await run(folder({ permit_root_login: 'no' }))
    expect([broken.ended.code, broken.only.outcome]).toEqual([1, 'failed'])
    expect(JSON.stringify(broken.only.steps)).toMatch(/Bad configuration option: Nonsense/)
    expect(await letsIn('ops', 'key')).toBe(true)
    await asAdmin(`sudo sed -i '/^Nonsense yes$/d' /etc/ssh/sshd_config`)
    expect((await run(folder())).ended.code).toBe(0)
    expect((await asAdmin('sudo cat /etc/ssh/sshd_config')).stdout).toBe(before)
  })
})
