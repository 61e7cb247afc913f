import { execFileSync, spawn } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyTable } from '../../../src/cli/host-keys.ts'
import { lbprovProgram } from '../../support/bundle.ts'
import { called, calledOnTerminal } from '../../support/called.ts'
import { isThorough } from '../../support/thorough.ts'
import { describeWithSshd, type Sshd, startSshd } from '../transport/support/sshd.ts'

const program = await lbprovProgram()

const ed25519 = { type: 'ssh-ed25519', fingerprint: 'SHA256:abc' }

test('a line a host, in columns, with the address where it is not the name', () => {
  const rows = (...keys: Parameters<typeof keyTable>[0]) => keyTable(keys).split('\n').slice(2, -2)
  expect(
    rows(
      { name: '192.0.2.11', hosts: ['lb1'], ...ed25519 },
      { name: '[lb10]:2222', hosts: ['lb10'], type: 'ecdsa-sha2-nistp256', fingerprint: 'SHA256:def' },
      { name: 'bastion', hosts: [], ...ed25519 },
      { name: '192.0.2.9', hosts: ['a', 'b', 'c', 'd'], ...ed25519 },
    ),
  ).toEqual([
    'HOST            ADDRESS      TYPE                 FINGERPRINT',
    'lb1             192.0.2.11   ssh-ed25519          SHA256:abc',
    'lb10            [lb10]:2222  ecdsa-sha2-nistp256  SHA256:def',
    '(jump host)     bastion      ssh-ed25519          SHA256:abc',
    'a, b, c, … (4)  192.0.2.9    ssh-ed25519          SHA256:abc',
  ])
  expect(
    rows({ name: 'lb1', hosts: ['lb1'], ...ed25519 }, { name: '192.0.2.2', hosts: ['192.0.2.2'], ...ed25519 }),
  ).toEqual([
    'HOST       TYPE         FINGERPRINT',
    'lb1        ssh-ed25519  SHA256:abc',
    '192.0.2.2  ssh-ed25519  SHA256:abc',
  ])
})

/** Two directors and a real server. */
const cluster = `vrrp_instances={"VI_1": {"interface": "eth0", "virtual_router_id": 51, "virtual_ipaddress": ["192.0.2.9/32"], "authentication": {"auth_type": "PASS", "auth_pass": "x7Qm2xZt"}}}
virtual_servers=[{"address": "192.0.2.9", "port": 80, "lb_algo": "rr", "lb_kind": "DR", "real_servers": ["h2"], "TCP_CHECK": {"connect_timeout": 1}}]
`
const playbook = `- hosts: h2
  roles: [realserver-arp]
- hosts: h1
  roles: [director-vip, keepalived-backup]
- hosts: h0
  roles: [director-vip, keepalived-master]
`

test('every file of src/cli that enters hosts asks for new keys', () => {
  const folder = join(import.meta.dirname, '../../../src/cli')
  const entering = globSync('*.ts', { cwd: folder }).filter((name) =>
    readFileSync(join(folder, name), 'utf8').includes("from '../transport/connect.ts'"),
  )
  expect(entering.length).toBeGreaterThan(5)
  for (const name of entering)
    expect([name, /\b(acceptHostKeys|siteToEnter)\(/.test(readFileSync(join(folder, name), 'utf8'))]).toEqual([
      name,
      true,
    ])
})

describeWithSshd('new machines', () => {
  const hosts: Sshd[] = []
  beforeAll(async () => {
    for (let i = 0; i < 3; i++) hosts.push(await startSshd())
  })
  afterAll(() => Promise.all(hosts.map((host) => host.stop())))

  function inventory(knownHosts: string): string {
    const folder = hosts[0]!.folder
    const line = ({ port, userKey }: Sshd, i: number) =>
      `h${i} ansible_host=127.0.0.1 ansible_port=${port} ansible_ssh_private_key_file=${userKey}`
    const file = join(folder, `${knownHosts}-inventory`)
    writeFileSync(join(folder, knownHosts), '')
    writeFileSync(
      file,
      `${hosts.map(line).join('\n')}\n[all:vars]\nansible_ssh_known_hosts_file=${folder}/${knownHosts}\nansible_ssh_common_args='-F none'\n`,
    )
    return file
  }

  /** On a terminal, where it is answered as said. */
  function onTerminal(words: readonly string[], answer: string): Promise<{ text: string; status: number | null }> {
    const command = [process.execPath, program, ...words].map((word) => `'${word}'`).join(' ')
    const { CI, LBPROV_YES, ...env } = process.env
    const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    let text = ''
    let isAnswered = false
    child.stdout.on('data', (chunk) => {
      text += chunk
      if (isAnswered || !text.includes('[y/N]')) return
      isAnswered = true
      child.stdin.write(`${answer}\n`)
    })
    return new Promise((resolve) => child.once('close', (status) => resolve({ text, status })))
  }

  /** The question is the same one for every command. */
  const alike: typeof onTerminal = isThorough
    ? onTerminal
    : (words, answer) => calledOnTerminal(hosts[0]!.folder, words, answer)

  test('are shown in one table, and one answer takes their keys', async () => {
    const file = inventory('asked')
    const { text, status } = await onTerminal(['ping', 'all', '-i', file], 'y')
    const fingerprint = execFileSync('ssh-keygen', ['-lf', join(hosts[1]!.folder, 'host_ed25519.pub')], {
      encoding: 'utf8',
    })
    expect(text).toContain(`h1    [127.0.0.1]:${hosts[1]!.port}  ssh-ed25519  ${fingerprint.split(' ')[1]}`)
    expect(text.split('[y/N]')).toHaveLength(2)
    expect(text).toContain('Are these their keys, all 3?')
    expect([status, readFileSync(join(hosts[0]!.folder, 'asked'), 'utf8').trim().split('\n').length]).toEqual([0, 3])
  })

  test.each([
    ['doctor', ['all'], 3],
    ['lint', ['site.yaml', '--hosts'], 3],
    ['status', ['site.yaml'], 2],
  ] as const)('%s asks for the keys of those whom it enters', async (command, words, count) => {
    const folder = hosts[0]!.folder
    const file = inventory(command)
    const site = join(folder, 'site.yaml')
    writeFileSync(file, `${readFileSync(file, 'utf8')}${cluster}`)
    writeFileSync(site, playbook)
    const { text } = await alike(
      [command, ...words.map((word) => (word === 'site.yaml' ? site : word)), '-i', file],
      'y',
    )
    expect(text).toContain(`all ${count}?`)
    expect(readFileSync(join(folder, command), 'utf8').trim().split('\n')).toHaveLength(count)
  })

  test('with another answer nobody is entered', async () => {
    const before = hosts.map(({ log }) => log().length)
    const { text, status } = await alike(['ping', 'all', '-i', inventory('refused')], '')
    expect(text).toContain('the host keys were not accepted: nothing was sent to any host')
    expect([status, readFileSync(join(hosts[0]!.folder, 'refused'), 'utf8')]).toEqual([3, ''])
    for (const [i, { log }] of hosts.entries()) expect(log().slice(before[i])).not.toMatch(/Accepted|Failed/)
  })

  test('--accept-new-host-keys takes them without a question; without a terminal and that, they are refused', async () => {
    const file = inventory('flag')
    const ping = async (...words: readonly string[]) =>
      (await called(hosts[0]!.folder, ['ping', 'all', '-i', file, ...words])).stdout
    const refused = await ping()
    expect(refused).toContain('Host key verification failed: the host key of [127.0.0.1]:')
    expect(refused).toContain('--accept-new-host-keys')
    expect(await ping('--accept-new-host-keys')).not.toContain('Host key verification failed')
    expect(await ping()).not.toContain('Host key verification failed')
  })
})
