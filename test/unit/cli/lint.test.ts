import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { lint } from '../../../src/cli/lint.ts'
import { openOut } from '../../../src/cli/out.ts'

const folder = mkdtempSync(join(tmpdir(), 'lbprov-lint-'))
const conf = join(folder, 'lb1.conf')
afterEach(() => void vi.restoreAllMocks())
afterAll(() => rmSync(folder, { recursive: true }))

async function said(flags: Partial<Parameters<typeof lint>[1]>, files = [conf]) {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true).mockClear()
  const code = await lint(files, { format: 'human', forks: 1, ...flags }, '0', openOut())
  return { code, text: write.mock.calls.join('') }
}

test.each(['human', 'json', 'sarif'] as const)('an include shows nothing of this machine: %s', async (format) => {
  process.env.LBPROV_CANARY = 'canary-of-this-machine'
  writeFileSync(conf, 'include /proc/self/environ\ninclude /dev/zero\n')
  const { code, text } = await said({ format })
  expect(code).toBe(3)
  expect(text).not.toContain('canary-of-this-machine')
  expect(text).toContain(`/proc/self/environ is not read: it is outside of ${folder}`)
  expect(text).toContain('/dev/zero is not read')
})

test('--include-root names another folder', async () => {
  writeFileSync(conf, 'include /etc/hostname\n')
  expect((await said({})).text).toContain('--include-root')
  expect((await said({ includeRoot: '/etc' })).text).not.toContain('outside of')
})

test.each(['keepalived.conf.bak', 'keepalived.conf_lb1', 'keepalived.conf~'])(
  '%s is a keepalived.conf',
  async (name) => {
    const file = join(folder, name)
    writeFileSync(file, 'nonsense x\n')
    expect((await said({}, [file])).text).toContain('unknown keyword "nonsense"')
  },
)

test('several keepalived.conf are one cluster; a playbook is judged by itself', async () => {
  const other = join(folder, 'lb2.conf')
  const text = (priority: number) =>
    `vrrp_instance V {\ninterface em1\nvirtual_router_id 7\npriority ${priority}\nvirtual_ipaddress {\n10.0.0.1\n}\n}\n`
  writeFileSync(conf, text(100))
  writeFileSync(other, text(100))
  const { code, text: shown } = await said({}, [conf, other])
  expect([code, shown]).toEqual([
    3,
    expect.stringContaining(`${other}:4:1  error: ${conf} and ${other} both have priority 100`),
  ])
  writeFileSync(other, text(90))
  expect((await said({}, [conf, other])).code).toBe(0)
  expect((await said({}, [conf, conf])).code).toBe(0)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect((await said({}, [conf, 'site.yaml'])).code).toBe(3)
})
