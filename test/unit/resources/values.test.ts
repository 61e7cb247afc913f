import { describe, expect, test } from 'vitest'
import { address, directory, file, line, template } from '../../../src/index.ts'

describe('bad values are refused where they are written', () => {
  test.each([
    ['file: the path must be an absolute path', () => file('etc/x', { content: '' })],
    ['file[/etc/x]: content must be text without NUL bytes', () => file('/etc/x', { content: '\0' })],
    [
      'file[/etc/x]: mode must be four octal digits in quotes, like \'0644\', but is "644"',
      () => file('/etc/x', { mode: '644' }),
    ],
    ['directory[/srv/x]: mode must be four octal digits', () => directory('/srv/x', { mode: 'rwx' })],
    ['directory: the path must be an absolute path', () => directory('x')],
    ['line[/etc/x]: line must be one line of text, but is "a\\nb"', () => line('/etc/x', { match: 'a', line: 'a\nb' })],
    ['address: the address must be ADDRESS/PREFIX', () => address('192.168.1.225', { interface: 'lo' })],
  ])('%s', (message, make) => expect(make).toThrow(message))
})

describe('template', () => {
  const fixture = new URL('../../fixtures/template/page.hbs', import.meta.url)
  test('renders without HTML escaping', () => {
    expect(template(fixture, { name: '<a & b>', ports: [80, 443] })).toBe('server <a & b>\nport 80\nport 443\n')
  })
  test('a name it was not given is an error with file, line and column', () => {
    expect(() => template(fixture, { ports: [] })).toThrow(
      /page\.hbs: line 1, column 10: the template uses name, which it was not given/,
    )
  })
})
