import { describe, expect, test } from 'vitest'
import { address, directory, file, line, template } from '../../../src/index.ts'

describe('bad values are refused where they are written', () => {
  test.each([
    ['file: the path must be absolute', () => file('etc/x', { content: '' })],
    ['file: content with a NUL byte', () => file('/etc/x', { content: '\0' })],
    ['file: a mode is four octal digits in quotes, like \'0644\', but is "644"', () => file('/etc/x', { mode: '644' })],
    ['directory: a mode is four octal digits', () => directory('/srv/x', { mode: 'rwx' })],
    ['directory: the path must be absolute', () => directory('x')],
    ['line: a line cannot hold a line feed', () => line('/etc/x', { match: 'a', line: 'a\nb' })],
    ['address: expected ADDRESS/PREFIX', () => address('192.168.1.225', { interface: 'lo' })],
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
