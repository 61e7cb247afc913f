import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { machinesNamed, resetMachine } from '../../lab/index.ts'
import { asRoot, freshHost } from './fresh.ts'
import { changesIn, on } from './support.ts'

/** The first machine with that role: on topology el6-old there is one. */
function withRole(role: string): string | undefined {
  return machinesNamed().find(({ roles }) => roles.includes(role))?.name
}

const edited = withRole('old-sudoers')

describe.runIf(edited)('a fresh host with the sudoers of EL6.0 and an EPEL that is gone', () => {
  const { reset, folder, run, asAdmin } = freshHost(edited ?? 'rs1')
  const told = folder({ optional_repositories: ['rpmforge'] })
  beforeAll(reset)
  afterAll(() => resetMachine([edited!]))

  test('another repository that is gone: the step says how to do without', async () => {
    await on(
      edited!,
      "printf '[rpmforge]\\nname=rpmforge\\nbaseurl=http://rpmforge.example/el6\\nenabled=1\\ngpgcheck=0\\n' >/etc/yum.repos.d/rpmforge.repo",
    )
    const { ended, only } = await run(folder(), ...asRoot)
    expect([ended.code, only.outcome]).toEqual([1, 'failed'])
    expect(JSON.stringify(only.steps)).toMatch(/rpmforge.*optional_repositories/)
  })

  test('is entered once as root, then as the admin user, who has nothing to change', async () => {
    const first = await run(told, ...asRoot)
    expect([first.ended.code, first.only.outcome], JSON.stringify(first.only, null, 1)).toEqual([0, 'changed'])
    const second = await run(told)
    expect([second.ended.code, changesIn(second.report)]).toEqual([0, []])
  })

  test('sudo reads what it was given, beside what the file had; packages came', async () => {
    expect((await asAdmin('sudo id -un; rpm -q --qf "%{NAME}\\n" tree')).stdout).toBe('root\ntree\n')
    const rules = (await asAdmin("sudo grep -E '^(deploy|#includedir|%wheel)' /etc/sudoers")).stdout
    expect(rules).toMatch(/^%wheel .*\ndeploy .*NOPASSWD: ALL\n#includedir \/etc\/sudoers\.d\n$/)
  })
})

const slow = withRole('silent-name-server')

describe.runIf(slow)('a fresh host whose sshd waits for a silent name server', () => {
  const { reset, folder, run, asAdmin } = freshHost(slow ?? 'rs1')
  beforeAll(reset)
  afterAll(() => resetMachine([slow!]))

  test('is entered once as root, then as the admin user, who has nothing to change', async () => {
    expect((await on(slow!, 'getent hosts 192.168.1.1 || echo nobody')).stdout).toBe('nobody\n')
    const first = await run(folder(), ...asRoot)
    expect([first.ended.code, first.only.outcome], JSON.stringify(first.only, null, 1)).toEqual([0, 'changed'])
    const second = await run(folder())
    expect([second.ended.code, changesIn(second.report)]).toEqual([0, []])
    expect((await asAdmin('sudo id -un')).stdout).toBe('root\n')
  })
})
