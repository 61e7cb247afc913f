import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { InventoryOptions } from '../../../src/load/inventory/known-inventory.ts'
import type { Connection } from '../../../src/model/host.ts'
import { inventoryOf, problemsOf } from './helpers.ts'

async function connection(line: string, options: Partial<InventoryOptions> = {}) {
  return (await inventoryOf({ hosts: `h ${line}\n` }, options)).hosts[0]!.connection
}

test('says how to enter a host of which nothing is said', async () => {
  expect(await connection('')).toEqual({
    transport: 'ssh',
    address: 'h',
    port: 22,
    user: userInfo().username,
    privateKeyFile: undefined,
    password: undefined,
    become: false,
    becomeUser: 'root',
    becomePassword: undefined,
    hostKeyChecking: 'strict',
    knownHostsFiles: ['/home/me/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts'],
    connectTimeout: 10,
    loginTimeout: 20,
    ssh: { options: [], given: [] },
  })
})

test.each([
  ['ansible_host=10.0.0.1', { address: '10.0.0.1' }],
  ['ansible_host=fe80::1%eth0', { address: 'fe80::1%eth0' }],
  ['ansible_host="[2001:db8::1]"', { address: '2001:db8::1' }],
  ['ansible_host=_a.example.org.', { address: '_a.example.org.' }],
  ['ansible_user=DOMAIN\\\\admin@gate', { user: 'DOMAIN\\admin@gate' }],
  ['ansible_port=2222', { port: 2222 }],
  ['ansible_user=root ansible_ssh_user=admin', { user: 'admin' }],
  ['ansible_ssh_private_key_file=~/.ssh/k', { privateKeyFile: '/home/me/.ssh/k' }],
  ['ansible_become=yes ansible_become_user=1001', { become: true, becomeUser: '1001' }],
  ['ansible_connection=local', { transport: 'local' }],
  ['ansible_become_method=sudo', {}],
  ['ansible_host_key_checking=False', { hostKeyChecking: 'off' }],
  ['ansible_ssh_host_key_checking=no host_key_checking=accept-new', { hostKeyChecking: 'accept-new' }],
  ['ansible_timeout=30', { connectTimeout: 30, loginTimeout: 30 }],
  ['ssh_sha1=yes', { sha1: true }],
  ['ssh_sha1=false', { sha1: false }],
  ['ansible_ssh_extra_args="-o HostKeyAlgorithms=+ssh-rsa,ssh-dss"', { sha1: true }],
  [
    'ansible_ssh_common_args="-oKexAlgorithms=+diffie-hellman-group14-sha1 -o MACs=+hmac-sha1 -o PubkeyAcceptedKeyTypes=+ssh-rsa"',
    { sha1: true },
  ],
  ['ssh_sha1=no ansible_ssh_extra_args="-o HostKeyAlgorithms=+ssh-rsa"', { sha1: false }],
  ['ansible_ssh_known_hosts_file=/etc/keys', { knownHostsFiles: ['/etc/keys'] }],
  ['ansible_ssh_common_args="" ansible_python_interpreter=/usr/bin/python3', {}],
])('%s', async (line, expected) => {
  expect(await connection(line)).toMatchObject(expected)
})

describe('options for ssh', () => {
  test.each([
    ['-o StrictHostKeyChecking=no', { hostKeyChecking: 'off' }],
    ['-o "StrictHostKeyChecking accept-new"', { hostKeyChecking: 'accept-new' }],
    ['-o stricthostkeychecking=ask -o StrictHostKeyChecking=no', { hostKeyChecking: 'strict' }],
    ['-oUserKnownHostsFile=/dev/null', { knownHostsFiles: ['/dev/null', '/etc/ssh/ssh_known_hosts'] }],
    ['-p 2222 -l admin', { port: 2222, user: 'admin' }],
    ['-p2222 -p 22', { port: 2222 }],
    ['-i ~/.ssh/a -i /b -o IdentitiesOnly=yes', { identityFiles: ['/home/me/.ssh/a', '/b'], identitiesOnly: true }],
    ['-o ConnectTimeout=30', { connectTimeout: 30, loginTimeout: 30 }],
    ['-4 -o HostKeyAlias=lb', { family: 4, hostKeyAlias: 'lb' }],
    ['-o HostName=%h.example.org', { address: 'h.example.org' }],
    ['-o PreferredAuthentications=publickey', { methods: ['publickey'] }],
    ['-o PasswordAuthentication=no', { methods: ['publickey', 'keyboard-interactive'] }],
    ['-o BindAddress=192.0.2.1', { sshOnly: 'BindAddress 192.0.2.1' }],
    [
      '-C -vvv -o ControlMaster=auto -o ControlPersist=60s -o ControlPath=/tmp/%h -o ServerAliveInterval=30 -tt -A',
      { port: 22 },
    ],
    ['-o KexAlgorithms=+diffie-hellman-group14-sha256 -c aes256-ctr', { port: 22 }],
  ])('%s', async (options, expected) => {
    expect(await connection(`ansible_ssh_common_args='${options}'`)).toMatchObject(expected)
  })

  test('as in Ansible, variables win over them, but for ansible_ssh_args, which win over variables', async () => {
    const variables = 'ansible_port=1 ansible_user=a host_key_checking=strict ansible_timeout=5'
    const options = "'-p 2 -l b -o StrictHostKeyChecking=no -o ConnectTimeout=9'"
    const won = { port: 1, user: 'a', hostKeyChecking: 'strict', connectTimeout: 5 }
    expect(await connection(`${variables} ansible_ssh_common_args=${options}`)).toMatchObject(won)
    expect(await connection(`${variables} ansible_ssh_extra_args=${options}`)).toMatchObject(won)
    const lost = { port: 2, user: 'b', hostKeyChecking: 'off', connectTimeout: 9 }
    expect(await connection(`${variables} ansible_ssh_args=${options}`)).toMatchObject(lost)
  })

  test('they hold for the host itself, and of jump hosts those of their own command', async () => {
    const command = "'ssh -o UserKnownHostsFile=/known -i /gate -W %h:%p gate'"
    const { jump, ...own } = await connection(`ansible_ssh_common_args="-p 2222 -o ProxyCommand=${command}"`)
    expect([own.port, own.identityFiles]).toEqual([2222, undefined])
    expect(jump).toMatchObject({ port: 22, identityFiles: ['/gate'], ssh: { given: [] } })
    expect(jump!.knownHostsFiles[0]).toBe('/known')
  })
})

test('a relative key is one of the working directory', async () => {
  const inventory = await inventoryOf(
    { 'sub/hosts': 'h ansible_ssh_private_key_file=keys/k\n' },
    { inventory: ['sub/hosts'] },
  )
  expect(inventory.hosts[0]!.connection.privateKeyFile).toMatch(/lbprov-load-[^/]+\/keys\/k$/)
  expect(inventory.hosts[0]!.connection.privateKeyFile).not.toContain(join('sub', 'keys'))
})

test('passwords are secrets, as typed', async () => {
  const { password, becomePassword } = await connection('ansible_password=0123 ansible_become_password=1e5')
  expect([password?.value, becomePassword?.value]).toEqual(['0123', '1e5'])
  expect((await connection('ansible_ssh_pass=12345')).password?.value).toBe('12345')
  expect(String(password)).toBe('‹secret›')
})

test('options hold where variables say nothing, as in Ansible', async () => {
  const options = { user: 'me', privateKey: 'k', become: true, password: 'p', becomePassword: 'b' }
  expect(await connection('', options)).toMatchObject({
    user: 'me',
    become: true,
    password: { value: 'p' },
    becomePassword: { value: 'b' },
  })
  expect(await connection('ansible_user=root ansible_become=false ansible_password=x', options)).toMatchObject({
    user: 'root',
    become: false,
    password: { value: 'x' },
  })
})

test('an empty sudo password that was asked for is the login password of each host', async () => {
  const asked = { password: 'p', becomePassword: '' }
  expect((await connection('', asked)).becomePassword?.value).toBe('p')
  expect((await connection('ansible_password=own', asked)).becomePassword?.value).toBe('own')
  expect((await connection('ansible_become_password=b', asked)).becomePassword?.value).toBe('b')
  expect((await connection('', { becomePassword: '' })).becomePassword).toBeUndefined()
})

test('--accept-new-host-keys holds where keys would be refused', async () => {
  const flag = { acceptNewHostKeys: true }
  const given = { hostKeyChecking: 'accept-new', ssh: { given: ['hostKeyChecking'] } }
  expect(await connection('', flag)).toMatchObject(given)
  expect(await connection('host_key_checking=strict', flag)).toMatchObject(given)
  expect(await connection('host_key_checking=off', flag)).toMatchObject({ hostKeyChecking: 'off' })
})

const addressHint =
  'A name has letters, digits, ".", "-" and "_"; an IPv6 address may end in %interface. The port is ansible_port.'

test.each([
  ['ansible_port=ssh', 'hosts:1:16: ansible_port must be a whole number from 1 to 65535, but is "ssh"'],
  ['ansible_port=70000', 'hosts:1:16: ansible_port must be a whole number from 1 to 65535, but is 70000'],
  ['ansible_connection=docker', 'hosts:1:22: ansible_connection must be ssh or local, but is "docker"'],
  ['ansible_become=maybe', 'hosts:1:18: ansible_become must be true or false, but is "maybe"'],
  [
    'ansible_become_method=su',
    'hosts:1:25: ansible_become_method must be sudo, but is "su"\n    lbprov becomes another user with sudo only.',
  ],
  ['host_key_checking=ask', 'hosts:1:21: host_key_checking must be strict, accept-new or off, but is "ask"'],
  ['ansible_timeout=0', 'hosts:1:19: ansible_timeout must be a number of seconds from 1 to 3600, but is 0'],
  ...['10.0.0.1/24', 'a,b', 'a*', '-oProxy', 'user@a', '[::1', '::1]', '::1%'].map((address) => [
    `ansible_host=${address}`,
    `hosts:1:16: ansible_host must be a host name or an address, but is "${address}"\n    ${addressHint}`,
  ]),
  [
    'ansible_user="a b"',
    'hosts:1:17: ansible_user must be a user name, but is "a b"\n    One word, not beginning with "-".',
  ],
  [
    'ansible_become_user=-i',
    'hosts:1:23: ansible_become_user must be a user name, but is "-i"\n    One word, not beginning with "-".',
  ],
  ["ansible_host='[1]'", 'hosts:1:17: ansible_host must be text, but is a list of 1\n    Put it in quotes.'],
  ['ansible_usr=root', 'hosts:1:3: there is no variable ansible_usr\n    Did you mean ansible_user?'],
  ['ansible_hots=10.0.0.1', 'hosts:1:3: there is no variable ansible_hots\n    Did you mean ansible_host?'],
  ...[
    ['-o StrictHostKeyCheking=no', 'ssh has no option "StrictHostKeyCheking"', 'Did you mean StrictHostKeyChecking? '],
    ['-o Port=ssh', 'Port must be a whole number from 1 to 65535, but is "ssh"', ''],
    ['-o Port', '-o "Port" is no Keyword=value', ''],
    ['-p', '-p has no value', ''],
    ['-N', '-N is no option of ssh that a login can have', ''],
    ['gate', '"gate" is no option', ''],
    ['-W %h:%p', '-W is for a ProxyCommand', ''],
    ["-o ProxyCommand='ssh -W", 'a quote is not closed', ''],
    ['-l -x', 'User must be a user name, but is "-x"', ''],
    ['-o HostName=a/b', 'Hostname must be a host name or an address, but is "a/b"', ''],
  ].map(([options, wrong, hint]) => [
    `ansible_ssh_extra_args="${options}"`,
    `hosts:1:27: ansible_ssh_extra_args: ${wrong}\n    ${hint}Options are those of ssh(1) and ssh_config(5): -J gate, -i FILE, -o Keyword=value.`,
  ]),
])('%s is refused', async (line, message) => {
  expect(await problemsOf(connection(line))).toEqual([message])
})

test('a number that YAML would change cannot be a password', async () => {
  const files = { hosts: 'h\n', 'host_vars/h': 'ansible_password: 0123\n' }
  expect(await problemsOf(inventoryOf(files))).toEqual([
    'host_vars/h:1:19: ansible_password: without quotes 0123 is the number 83, as in Ansible\n    Write "0123" in quotes, or 83.',
  ])
})

describe('what would be more than one word where it goes', () => {
  const hostile = ['x\ny', 'x\n', '\tx', 'x\0', 'x\r', '\u001b[2Jx', '\u2028']

  test.each(hostile)('%j is no address, no user, no file, no password', async (text) => {
    const names = ['host', 'user', 'become_user', 'ssh_private_key_file', 'ssh_known_hosts_file', 'ssh_common_args']
    const lines = names.map(
      (name) => `ansible_${name}: ${JSON.stringify(name === 'ssh_common_args' ? `-J a${text}b` : text)}\n`,
    )
    const problems = await problemsOf(inventoryOf({ hosts: 'h\n', 'host_vars/h': lines.join('') }))
    for (const [i, name] of names.entries())
      expect(problems[i]).toMatch(new RegExp(`^host_vars/h:${i + 1}:\\d+: ansible_${name}( must be (a|the) |: )`))
    expect(problems).toHaveLength(names.length)
  })

  test.each(['-J *', '-J a,b*', '-J gate:0', '-J gate:65536', '-J -x', '-J [*]', '-J a#b'])(
    '%s names no jump host',
    async (options) => {
      const problems = await problemsOf(inventoryOf({ hosts: `h\n[all:vars]\nansible_ssh_common_args="${options}"\n` }))
      expect(problems).toEqual([expect.stringContaining('ProxyJump must be jump hosts')])
    },
  )

  test('nor may a password have several lines, as YAML makes them', async () => {
    const files = { hosts: 'h\n', 'host_vars/h': 'ansible_become_password: |\n  secret\n' }
    const [problem, ...others] = await problemsOf(inventoryOf(files))
    expect(problem).toMatch(/^host_vars\/h:\d:\d+: ansible_become_password must be one line\n/)
    expect(problem).not.toContain('secret\n')
    expect(others).toEqual([])
  })

  test('nor the options -u and --private-key', async () => {
    expect(await problemsOf(inventoryOf({ hosts: 'h\n' }, { user: '-x', privateKey: 'a\nb' }))).toEqual([
      '-u must be a user name, but is "-x"',
      '--private-key must be the path of a file, but is "a\\nb"',
    ])
  })

  test('a host of such a name needs an ansible_host', async () => {
    const host = (vars: string) =>
      inventoryOf({ 'hosts.yml': `all: {hosts: {"me@gate": {${vars}}}}\n` }, { inventory: ['hosts.yml'] })
    expect(await problemsOf(host(''))).toEqual([
      `the name "me@gate" can't be looked up\n    Give the host an ansible_host.`,
    ])
    expect(await problemsOf(host('ansible_host: 10.0.0.1'))).toEqual([])
    expect(await problemsOf(host('ansible_connection: local'))).toEqual([])
  })
})

test('what is wrong in a variable of many hosts is told once', async () => {
  const problems = await problemsOf(inventoryOf({ hosts: '[w]\nw[1:50]\n[w:vars]\nansible_port=x\n' }))
  expect(problems).toHaveLength(1)
})

describe('jump hosts', () => {
  const way = ({ jump, user, address, port }: Connection): string =>
    `${jump ? `${way(jump)} > ` : ''}${user}@${address}:${port}`

  test.each([
    ['-J gate', 'me@gate:22 > root@h:22'],
    ['-Jadmin@gate:2222', 'admin@gate:2222 > root@h:22'],
    ['-J ssh://gate:2222', 'me@gate:2222 > root@h:22'],
    ['-J a,b@[2001:db8::1]:9', 'me@a:22 > b@2001:db8::1:9 > root@h:22'],
    ['-o ProxyJump=gate', 'me@gate:22 > root@h:22'],
    ["-o 'proxyjump = gate'", 'me@gate:22 > root@h:22'],
    ["-o ProxyCommand='ssh -W %h:%p -q admin@gate'", 'admin@gate:22 > root@h:22'],
    ["-oProxyCommand='ssh -q -p 2222 admin@gate -W %h:%p'", 'admin@gate:2222 > root@h:22'],
    ['', 'root@h:22'],
  ])('%s', async (options, expected) => {
    const files = { hosts: `h ansible_user=root\n[all:vars]\nansible_ssh_common_args="${options}"\n` }
    const { hosts } = await inventoryOf(files, { user: 'me' })
    expect(way(hosts[0]!.connection)).toBe(expected)
  })

  test.each([
    ["-o ProxyCommand='ssh -o StrictHostKeyChecking=no -i /k -l ops -p 2222 -W %h:%p gate'", 'ops@gate:2222 > me@h:22'],
    ['-o ProxyJump=none -J gate', 'me@h:22'],
    ["-o ProxyJump=a -o ProxyCommand='ssh -W %h:%p b'", 'me@a:22 > me@h:22'],
    ['-o ProxyCommand=none -J gate', 'me@h:22'],
  ])('the first of %s counts', async (options, expected) => {
    const files = { hosts: `h\n[all:vars]\nansible_ssh_common_args="${options}"\n` }
    expect(way((await inventoryOf(files, { user: 'me' })).hosts[0]!.connection)).toBe(expected)
  })

  test('a command that is no jump host is for ssh to run', async () => {
    const line = `ansible_ssh_common_args="-o ProxyCommand='nc -X connect -x proxy:3128 %h %p'"`
    const { jump, sshOnly } = await connection(line)
    expect([jump, sshOnly]).toEqual([undefined, 'ProxyCommand nc -X connect -x proxy:3128 %h %p'])
  })

  test('one of the inventory is entered as its own variables say, and directly though everybody goes through it', async () => {
    const files = {
      hosts: `[web]
h[1:2] ansible_user=root ansible_password=secret ansible_ssh_private_key_file=/keys/web
[gates]
gate ansible_host=192.0.2.1 ansible_user=ops ansible_ssh_private_key_file=/keys/gate
[all:vars]
ansible_ssh_common_args='-J gate'
`,
    }
    const { hosts } = await inventoryOf(files)
    expect(hosts.map(({ connection }) => way(connection))).toEqual([
      'ops@192.0.2.1:22 > root@h1:22',
      'ops@192.0.2.1:22 > root@h2:22',
      'ops@192.0.2.1:22',
    ])
    expect(hosts[0]!.connection.jump).toMatchObject({ privateKeyFile: '/keys/gate', password: undefined })
  })

  test('another one gets the key of the host behind it, and never its password nor its SHA-1', async () => {
    const files = {
      hosts:
        'h ansible_password=secret ssh_sha1=yes ansible_ssh_private_key_file=/k ansible_ssh_common_args="-J gate"\n',
    }
    const { jump } = (await inventoryOf(files)).hosts[0]!.connection
    expect(jump).toMatchObject({ address: 'gate', privateKeyFile: '/k', become: false })
    expect([jump!.password, jump!.sha1]).toEqual([undefined, undefined])
  })

  test('of two that lead through each other nobody can be entered', async () => {
    const files = { hosts: 'a ansible_ssh_common_args="-J b"\nb ansible_ssh_common_args="-J a"\n' }
    const hint = '\n    One of them must be entered directly: give it empty options.'
    expect(await problemsOf(inventoryOf(files))).toEqual([
      `hosts:1:28: the way to a through b through a has no beginning${hint}`,
      `hosts:2:28: the way to b through a through b has no beginning${hint}`,
    ])
  })
})
