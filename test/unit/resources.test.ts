import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { address, directory, file, line, template } from '../../src/index.ts'
import { readFacts } from '../../src/resources/facts.ts'

describe('bad values are refused where they are written', () => {
  test.each([
    ['file: the path must be absolute', () => file('etc/x', { content: '' })],
    ['file: content with a NUL byte', () => file('/etc/x', { content: '\0' })],
    ['directory: the path must be absolute', () => directory('x')],
    ['line: a line cannot hold a line feed', () => line('/etc/x', { match: 'a', line: 'a\nb' })],
    ['address: expected ADDRESS/PREFIX', () => address('192.168.1.225', { interface: 'lo' })],
  ])('%s', (message, make) => expect(make).toThrow(message))
})

describe('template', () => {
  const fixture = new URL('../fixtures/template/page.hbs', import.meta.url)
  test('renders without HTML escaping', () => {
    expect(template(fixture, { name: '<a & b>', ports: [80, 443] })).toBe('server <a & b>\nport 80\nport 443\n')
  })
  test('a name it was not given is an error with file, line and column', () => {
    expect(() => template(fixture, { ports: [] })).toThrow(
      /page\.hbs: line 1, column 10: the template uses name, which it was not given/,
    )
  })
})

describe('facts', () => {
  test('of Debian 12', () => {
    const seen = {
      hostname: 'a',
      kernel: '6.1',
      distribution: 'debian',
      release: '12',
      init: 'systemd',
      packageTool: 'apt',
      addresses: '',
    }
    expect(readFacts(seen)).toMatchObject({
      family: 'debian',
      release: '12',
      init: 'systemd',
      packageTool: 'apt',
      selinux: 'disabled',
      keepalived: null,
    })
  })
  test('of CentOS 6, which has no os-release', () => {
    const seen = { 'redhat-release': 'CentOS release 6.2 (Final)', init: 'sysv', packageTool: 'yum', selinux: '1' }
    expect(readFacts(seen)).toMatchObject({
      family: 'rhel',
      distribution: 'centos',
      release: '6.2',
      init: 'sysv',
      selinux: 'enforcing',
    })
  })
  test.each([
    ['rocky', 'rhel centos fedora', 'rhel'],
    ['ubuntu', 'debian', 'debian'],
    ['alpine', '', 'other'],
  ])('family of %s', (distribution, like, family) => expect(readFacts({ distribution, like }).family).toBe(family))
  test('interfaces with their addresses, and the version of keepalived', () => {
    const addresses = readFileSync(new URL('../fixtures/facts/ip-o-addr.txt', import.meta.url), 'utf8')
    const keepalived = 'Keepalived v2.2.7 (01/16,2022)\n\nCopyright(C) 2001-2022'
    expect(readFacts({ addresses, keepalived })).toMatchObject({
      keepalived: '2.2.7',
      interfaces: { lo: ['127.0.0.1/8', '192.168.1.225/32', '::1/128'], em1: ['192.168.1.222/24'] },
    })
  })
})
