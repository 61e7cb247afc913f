import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownHostsFile, loginKeyFile, machineExec } from '../../lab/index.ts'
import type { Report } from '../../src/model/report.ts'
import { hosts, prepare, problemsIn, secrets, vars } from './cases/case.ts'
import { one, withRole } from './cases/extra-role.ts'
import { entryCases, type HostCase, makeUsers, patient, removeUsers, roleCases, stepCases } from './cases/host.ts'
import { lbprov } from './cases/run.ts'
import { changedBetween, stateOf } from './cases/state.ts'
import { changesIn, cluster, entry, flavour, on, site } from './support.ts'

// Mistakes and mishaps that show only on a host. The hosts are a cluster that serves; what a run does not say it did
// is as before, byte for byte. The mishaps are those of Debian's tools.
const describeOnDebian = describe.runIf(flavour('dir1') === 'debian')

const access = [...entry, ...patient]

beforeAll(cluster)

/** What was done was done and nothing else: after it all the site finds nothing to do. */
afterAll(async () => {
  const { code, report } = await site(...patient)
  expect([code, changesIn(report)]).toEqual([0, []])
})

/** Everything a run can be made to say, where it gets as far as that. */
const loud = ['-vv', '--diff', '--print-script']

/** Runs a case; the code and the words of it are as they should be. */
async function told({ words = [], code, who, wrong, todo, ...changes }: HostCase): Promise<void> {
  const prepared = prepare(changes)
  const ended = await lbprov([...words, ...(code === 3 ? ['-vv'] : loud)], prepared, changes.access ?? access)
  expect(ended.code, ended.stderr).toBe(code)
  if (code === 3) {
    const { title, problems } = problemsIn(ended)
    expect(title).toBe('1 problem; no host was changed.')
    const words = { wrong: expect.stringContaining(wrong), todo: expect.stringContaining(todo) }
    const places = problems.map((one) => ({ ...one, where: one.where?.replace(`${prepared.folder}/`, '') }))
    expect(places).toEqual([{ where: who ?? prepared.marks[0], ...words }])
  } else {
    const block =
      ended.stderr.split('\n\n').find((text) => text.startsWith(`${who ?? 'UNREACHABLE dir1'}\n`)) ?? ended.stderr
    const [said, hint] = block.split('\n  → ')
    expect([said, hint]).toEqual([expect.stringContaining(wrong), expect.stringContaining(todo)])
  }
}

/** Cases that leave dir1 as it is; several at a time, for most of it is waiting. */
function untouching(what: string, cases: readonly HostCase[]): void {
  describe(what, () => {
    let old: ReadonlySet<string>
    beforeAll(async () => {
      old = await stateOf('dir1')
    })
    test.concurrent.each(cases)('$title', told)
    afterAll(async () => expect(changedBetween(old, await stateOf('dir1'))).toEqual([]))
  })
}

describeOnDebian('a host that cannot be entered', () => {
  beforeAll(() => on('dir1', makeUsers))
  afterAll(() => machineExec('dir1', removeUsers))
  untouching('and is not', entryCases)
})

untouching('a role that cannot be called', roleCases)

describeOnDebian('a step that fails', () => {
  test.each(stepCases)('$title', async (mishap) => {
    const { before, after, leaves = [] } = mishap
    if (before) await on('dir1', before)
    try {
      const old = await stateOf('dir1')
      await told(mishap)
      const changed = changedBetween(old, await stateOf('dir1'))
      expect(changed.filter((path) => !leaves.some((left) => path.startsWith(left)))).toEqual([])
      expect(leaves.filter((left) => !changed.some((path) => path.startsWith(left)))).toEqual([])
    } finally {
      if (after) await machineExec('dir1', after)
    }
  })
})

describe('host keys', () => {
  const noting = ['--private-key', loginKeyFile, '-e', 'ansible_ssh_known_hosts_file=known_hosts', ...patient]
  const start = (known_hosts: string) => prepare({ files: { ...withRole('[]').files, known_hosts } })
  const ed25519 = () => /^dir1,\S+ (ssh-ed25519 \S+)$/m.exec(readFileSync(knownHostsFile, 'utf8'))![1]!

  test('an unknown one is refused, with the line to add', async () => {
    const prepared = start('')
    const file = join(prepared.folder, 'known_hosts')
    const { code, stdout } = await lbprov(one, prepared, noting)
    expect(code).toBe(4)
    expect(stdout).toContain(
      'UNREACHABLE dir1\n  Host key verification failed: the host key of 192.168.1.220 is not known: ssh-ed25519 SHA256:',
    )
    expect(stdout).toContain(`add to ${file}: 192.168.1.220 ${ed25519()}\n`)
    expect(readFileSync(file, 'utf8')).toBe('')
  })

  test('and is written down when that is asked for', async () => {
    const prepared = start('')
    const { code } = await lbprov([...one, '-e', 'host_key_checking=accept-new'], prepared, noting)
    expect(code).toBe(0)
    expect(readFileSync(join(prepared.folder, 'known_hosts'), 'utf8')).toContain(ed25519())
    expect((await lbprov(one, prepared, noting)).code).toBe(0)
  })

  test.each(['strict', 'accept-new'])('a changed one is refused by %s, with both fingerprints', async (policy) => {
    const text = readFileSync(knownHostsFile, 'utf8')
    const others = text.replaceAll('dir1,192.168.1.220', 'dir9').replaceAll('dir2,192.168.1.221', '192.168.1.220')
    const prepared = start(others)
    const { code, stdout } = await lbprov([...one, '-e', `host_key_checking=${policy}`], prepared, noting)
    expect(code).toBe(4)
    expect(stdout).toMatch(
      /^ {2}REMOTE HOST IDENTIFICATION HAS CHANGED: the host key of 192\.168\.1\.220 has changed: it shows \S+ SHA256:\S+, but \S+known_hosts:\d+ has \S+ SHA256:\S+$/m,
    )
    expect(stdout).toMatch(
      /→ If the host was installed anew, remove that line \(ssh-keygen -f \S+ -R 192\.168\.1\.220\)/,
    )
    expect(readFileSync(join(prepared.folder, 'known_hosts'), 'utf8')).toBe(others)
  })
})

describe('several hosts', () => {
  const slower = [vars, 'delay_loop: 2', 'delay_loop: 3'] as const
  const dead = (name: string, address: string) =>
    [hosts, `${name} ansible_host=${address}`, `${name} ansible_host=192.168.1.230`] as const

  test('a dead real server stops nobody else', async () => {
    const noteOnAll = withRole("[file('/root/note', { content: host.name })]", 'all')
    const prepared = prepare({ ...noteOnAll, edits: [dead('rs1', '192.168.1.222')] })
    const { code, stdout } = await lbprov([...one, '--format', 'json'], prepared, access)
    const report = JSON.parse(stdout) as Report
    expect(code).toBe(4)
    expect(report.hosts.map(({ host, outcome }) => `${host} ${outcome}`).toSorted()).toEqual([
      'dir1 changed',
      'dir2 changed',
      'rs1 unreachable',
      'rs2 changed',
    ])
    for (const name of ['dir1', 'dir2', 'rs2']) {
      const { stdout: note } = await on(name, 'cat /root/note; rm /root/note')
      expect(note).toBe(name)
    }
  })

  test('a dead backup stops the play after its own, and the master is left as it was', async () => {
    const old = await stateOf('dir1')
    const prepared = prepare({ edits: [dead('dir2', '192.168.1.221'), slower] })
    const { code, stdout } = await lbprov(['site.yaml', '-i', 'hosts'], prepared, access)
    expect(code).toBe(4)
    expect(stdout).toContain('UNREACHABLE dir2\n  connect to host 192.168.1.230 port 22: No route to host')
    expect(stdout).toContain(
      'SKIPPED dir1\n  not started: play "backup directors" stopped because dir2 was unreachable',
    )
    expect(changedBetween(old, await stateOf('dir1'))).toEqual([])
  })

  test('a failed host counts for more than an unreachable one', async () => {
    const failing = withRole("[command('fail', { run: sh`exit 9`, unless: sh`false` })]", 'dir1:rs1')
    const { code } = await lbprov(one, prepare({ ...failing, edits: [dead('rs1', '192.168.1.222')] }), access)
    expect(code).toBe(1)
  })
})

describe('other ways in, which are no mistake', () => {
  const admin = `ansible_user=admin\nansible_become=true\nansible_become_password=${secrets.password}`
  const byPassword = ['-e', `ansible_ssh_known_hosts_file=${knownHostsFile}`, ...patient]

  test.each([
    ['admin, with a sudo password', admin, 3, access],
    ['deploy, with sudo that asks for none', 'ansible_user=deploy\nansible_become=true', 4, access],
    ['admin, by password', `${admin}\nansible_password=${secrets.password}`, 2, byPassword],
  ])('the site is brought about through %s', async (_, how, delay, entering) => {
    const prepared = prepare({
      edits: [
        [hosts, 'ansible_user=root', how],
        [vars, 'delay_loop: 2', `delay_loop: ${delay}`],
      ],
    })
    const run = (...words: string[]) => lbprov(['site.yaml', '-i', 'hosts', ...words], prepared, entering)
    const first = await run(...loud)
    expect(first.code, first.stderr).toBe(0)
    for (const name of ['dir1', 'dir2']) {
      const { stdout } = await on(name, 'grep -w delay_loop /etc/keepalived/keepalived.conf')
      expect(stdout.trim()).toBe(`delay_loop ${delay}`)
    }
    const second = await run('--format', 'json', '-vv', '--diff')
    expect([second.code, changesIn(JSON.parse(second.stdout) as Report)]).toEqual([0, []])
  })
})
