import { describe, expect, test } from 'vitest'
import type { ConfOptions } from '../../../../src/lvs/conf/include.ts'
import { parseConf } from '../../../../src/lvs/conf/parse.ts'
import { printConf } from '../../../../src/lvs/conf/print.ts'
import { statements, valuesOf, whereOf } from '../../../../src/lvs/conf/tree.ts'

const parse = (text: string, options: Partial<ConfOptions> = {}) => parseConf(text, { file: 'k.conf', ...options })
const plain = (text: string, options: Partial<ConfOptions> = {}) =>
  printConf(parse(text, options).nodes).trim().split('\n')
const told = (text: string, options: Partial<ConfOptions> = {}) =>
  parse(text, options).flaws.map(({ where, message }) => `${where.file}:${where.line}:${where.column} ${message}`)

test('every word knows its place', () => {
  const [instance] = statements(parse('\n  vrrp_instance VI_1{\n\tstate  BACKUP }').nodes)
  expect(instance!.words.map(({ where }) => [where.line, where.column])).toEqual([
    [2, 3],
    [2, 17],
  ])
  const [state] = statements(instance!.body)
  expect(state!.words.map(({ where }) => [where.line, where.column])).toEqual([
    [3, 2],
    [3, 9],
  ])
})

describe('braces', () => {
  test.each([
    ['on the same line, on the next, glued', 'a {\nb\n}\na\n{\nb\n}\na{\nb}', 'a {b}a {b}a {b}'],
    ['all on one line', 'a { b { c d } e } f', 'a {b {c d}e}f'],
    ['in double quotes they are text', 'a "{" b', 'a "{" b'],
  ])('%s', (_, text, expected) => {
    expect(
      plain(text)
        .map((line) => line.trim())
        .join('')
        .replaceAll('}a', '}a'),
    ).toBe(expected)
  })

  test.each([
    [
      'a block is not closed',
      'a b {\n  c {\n  }\nd',
      ['k.conf:1:1 a b is not closed', 'k.conf:4:1 the } of a b is missing, most likely here'],
    ],
    [
      'an inner block is not closed',
      'a {\n  c {\n    x\n  d {\n  }\n}\n',
      ['k.conf:1:1 a is not closed', 'k.conf:4:3 the } of c is missing, most likely here'],
    ],
    [
      'two blocks',
      'a {\n  c {\n',
      [
        'k.conf:1:1 a is not closed',
        'k.conf:2:3 c is not closed',
        'k.conf:2:1 the } of a is missing, most likely here',
      ],
    ],
    ['one too many', 'a {\n}\n  }', ['k.conf:3:3 no block is open here']],
    ['without a word', '{\nb\n}\nc', ['k.conf:1:1 a { without the word that it belongs to']],
    ['a second block', 'a { } { }', ['k.conf:1:7 a { without the word that it belongs to']],
  ])('%s', (_, text, expected) => expect(told(text)).toEqual(expected))
})

describe('words', () => {
  test.each([
    ['double quotes keep blanks', 'router_id "a b"  c', ['a b', 'c']],
    ['a quote ends a word', 'router_id a"b c"d', ['a', 'b c', 'd']],
    ['single quotes are letters', "router_id 'a b'", ["'a", "b'"]],
    ['but not in scripts', "script '/bin/a b' c", ['/bin/a b', 'c']],
    ['quotes within a script word', 'script ab" c "d', ['ab c d']],
    ['escapes in scripts', String.raw`script "a\"b\\c\x41" \101\cA\n`, ['a"b\\cA', 'A\x01\n']],
    ['and nowhere else', String.raw`router_id a\nb`, ['a\\nb']],
  ])('%s', (_, text, expected) => {
    expect(
      statements(parse(text).nodes)[0]!
        .words.slice(1)
        .map((word) => word.text),
    ).toEqual(expected)
  })

  test('a quote that is not closed', () => {
    expect(told('a\n b "c')).toContain('k.conf:2:4 a quote is not closed')
    expect(told("script 'c")).toEqual(['k.conf:1:8 a quote is not closed'])
  })
})

describe('comments', () => {
  test.each([
    ['# and ! to the end of the line', 'a # b\nc!d', ['# b', 'a', '!d', 'c']],
    ['not in double quotes', 'a "#b!"', ['a "#b!"']],
    ['in single quotes, too', "a '#b'", ["#b'", "a '"]],
    ['escaped they are letters', String.raw`a b\#c \!d`, ['a "b#c" "!d"']],
    ['braces in them are none', 'a {\n# }\n}', ['a {', '    # }', '}']],
  ])('%s', (_, text, expected) => expect(plain(text)).toEqual(expected))
})

describe('conditions', () => {
  const text = '@lb1 a\n@^lb1 b\n@lb1\nc'
  test.each([
    ['lb1', ['a', 'c']],
    ['lb2', ['b', 'c']],
    [undefined, ['b', 'c']],
  ])('on %s', (configId, expected) => expect(plain(text, { configId })).toEqual(expected))

  test('before a definition', () =>
    expect(plain('@lb1 $P=1\n@^lb1 $P=2\npriority $P', { configId: 'lb1' })).toEqual(['priority 1']))
})

describe('definitions', () => {
  test.each([
    ['with braces and without', '$VIP=10.0.0.1\na ${VIP}/24 $VIP', ['a 10.0.0.1/24 10.0.0.1']],
    ['the last one holds', '$A=1\n$A=2\na $A', ['a 2']],
    ['in one another', '$A=1\n$B=${A}2\n$A=3\na $B', ['a 32']],
    [
      'of several lines',
      '$I= \\\n  state BACKUP \\\n  interface em1\nvrrp_instance V {\n$I\n}',
      ['vrrp_instance V {', '    state BACKUP', '    interface em1', '}'],
    ],
    ['of several lines with another inside', '$P= \\\nc \\\nd\n$I= \\\n  a \\\n  $P\\\n  b\n$I', ['a', 'c', 'd', 'b']],
    ['with half a block', '$A= x { \\\n y\n$A\n}', ['x {', '    y', '}']],
    ['built in', 'a ${_PWD} ${_INSTANCE}', ['a /etc/k one']],
  ])('%s', (_, text, expected) => expect(plain(text, { file: '/etc/k/k.conf', instance: 'one' })).toEqual(expected))

  test('what comes of one is where it is used; further lines are where they are written', () => {
    const nodes = statements(parse('$I= a \\\n   b\nx $I\n').nodes)
    expect(nodes.map(whereOf)).toMatchObject([
      { line: 3, column: 1 },
      { line: 2, column: 4 },
    ])
    expect(nodes[0]!.words[1]!.where).toMatchObject({ line: 3, column: 3 })
  })

  test('names that are not replaced are told', () => {
    expect(told('a ${NO}')).toEqual(['k.conf:1:3 NO is not defined'])
    expect(told('$A=1\na $A/24')).toEqual(['k.conf:2:3 $A is not replaced here'])
    expect(told('auth_pass a$b')).toEqual([])
  })

  test('one that uses itself', () => {
    expect(told('$A=x$A y\n$A z')).toEqual(['k.conf:2:1 a definition uses itself'])
    expect(told('$A= \\\n x \\\n $A\n$A')).toEqual(['k.conf:3:2 a definition uses itself'])
  })
})

describe('sequences', () => {
  test.each([
    ['~SEQ(N, 1, 3) a ${N}', ['a 1', 'a 2', 'a 3']],
    ['~SEQ(N, 3) a $N', ['a 1', 'a 2', 'a 3']],
    ['~SEQ(N, 10, -5, 0) a $N', ['a 10', 'a 5', 'a 0']],
    ['~SEQx(N, 9, 0xb) a ${N}::', ['a 9::', 'a a::', 'a b::']],
    ['$E=2\n~SEQ(N, 1, $E) a $N', ['a 1', 'a 2']],
    ['~SEQ(N, 1, 2) ~SEQ(M, 1, 2) a $N $M', ['a 1 1', 'a 1 2', 'a 2 1', 'a 2 2']],
    ['~LST(N, x, y) a $N', ['a x', 'a y']],
    ['~LST({N, M}, {x, 1}, {y}) a $N ${M}', ['a x 1', 'a y']],
    ['$S=~SEQ(N, 1, 2) a $N\n$S', ['a 1', 'a 2']],
    ['$B= \\\n a $N \\\n b $N\n~SEQ(N, 1, 2) $B', ['a 1', 'b 1', 'a 2', 'b 2']],
  ])('%s', (text, expected) => expect(plain(text)).toEqual(expected))

  test.each(['~SEQ(N) a', '~SEQ(N, 1, 0, 3) a', '~SEQ(N, x) a', '~LST(N) a', '~LST({N}, {1, 2}) a', '~SEQ N a'])(
    '%s can not be read',
    (text) => expect(told(text)).toEqual(['k.conf:1:1 the sequence can not be read']),
  )
})

describe('includes', () => {
  const files: Readonly<Record<string, string>> = {
    'd/a.conf': 'a\ninclude b.conf\n',
    'd/b.conf': 'b {\n',
    'd/c.conf': 'include c.conf',
  }
  const read = (pattern: string, from: string) => {
    const path = from.startsWith('d/') ? `d/${pattern}` : pattern
    return path === 'd/*' ? [] : files[path] === undefined ? null : [{ file: path, text: files[path] }]
  }

  test('the files stand where they are included, with their own places', () => {
    expect(plain('x\ninclude d/a.conf\ny\n}', { read })).toEqual(['x', 'a', '', 'b {', '    y', '}'])
    expect(statements(parse('include d/a.conf', { read }).nodes).map(whereOf)).toEqual([
      { file: 'd/a.conf', line: 1, column: 1 },
      { file: 'd/b.conf', line: 1, column: 1 },
    ])
  })

  test.each([
    ['include  no.conf', ['k.conf:1:10 no.conf is not read']],
    ['includew d/*', ['k.conf:1:10 no file matches d/*']],
    ['includer d/*', []],
    ['include d/*', []],
    ['include d/c.conf', ['d/c.conf:1:9 d/c.conf includes itself']],
    ['includes d/c.conf', []],
  ])('%s', (text, expected) => expect(told(text, { read })).toEqual(expected))
})

test('the value is what stands behind the keyword', () => {
  expect(statements(parse('misc_path "/bin/a b" c').nodes).map(valuesOf)).toEqual(['/bin/a b c'])
})

test('a file by itself may be as long as it likes', () => {
  const lines = 'track_interface {\n}\n'.repeat(110_000)
  const { nodes, flaws } = parse(lines)
  expect(flaws).toEqual([])
  expect(nodes).toHaveLength(110_000)
})
