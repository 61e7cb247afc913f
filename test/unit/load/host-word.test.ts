import { expect, test } from 'vitest'
import { readHostWord } from '../../../src/load/inventory/host-word.ts'

test.each([
  ['lb1', ['lb1'], undefined],
  ['web[1:2].example.org:2222', ['web1.example.org', 'web2.example.org'], 2222],
  ['[2001:db8::1]:22', ['2001:db8::1'], 22],
  ['::1', ['::1'], undefined],
  ['fe80::1%eth0', ['fe80::1%eth0'], undefined],
  ['admin@lb_1', ['admin@lb_1'], undefined],
  ['负载1', ['负载1'], undefined],
  ['__proto__', ['__proto__'], undefined],
])('%s', (word, names, port) => {
  expect(readHostWord(word)).toEqual({ names, port })
})

test.each([
  ['【web2】', 'it has "【" in it; a host name has letters, digits, ".", "-" and "_". Did you mean [web2]?'],
  ['web２', 'it has "２" in it; a host name has letters, digits, ".", "-" and "_". Did you mean web2?'],
  ['a;id', 'it has ";" in it; a host name has letters, digits, ".", "-" and "_"'],
  ['a\nb', 'it has "\\n" in it; a host name has letters, digits, ".", "-" and "_"'],
  ['-oProxyCommand', 'it begins with "-"'],
])('%j is no host', (word, message) => {
  expect(() => readHostWord(word)).toThrow(new RangeError(message))
})
