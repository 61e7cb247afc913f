import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { framed, mostFrames, type Part, readTranscript } from '../../../src/shell/frames.ts'
import { type Script, sh } from '../../../src/shell/script.ts'
import { shells } from '../../support/shells.ts'
import { has } from '../../support/tools.ts'

const token = '0123456789abcdef'
const look = (id: string, body: Script): Part => ({ id, mode: 'look', body })
const act = (id: string, body: Script): Part => ({ id, mode: 'act', body })

describe.each(shells.map((shell) => [shell]))('%s', ([program, ...args]) => {
  const run = (parts: Part[], before = '') =>
    spawnSync(program!, args, { input: `${before}\n${framed(token, parts).text}\n` })
  const read = (parts: Part[], before = '') => readTranscript(token, run(parts, before))

  test('values come back byte for byte, whatever they hold', () => {
    const odd = `\n\n${token.slice(1)} x\n\n${token.toUpperCase()} end\n 漢字 \t`
    const { sections } = read([look('1', sh`put a ${odd}; attr b; printf %s ${odd}; put c ''`)])
    expect(sections.get('1')).toEqual({ exitCode: 0, values: { a: odd, b: odd, c: '' }, stdout: '', stderr: '' })
  })

  test('noise before the script is ignored, and stdout and stderr are told apart', () => {
    const { begun, ended, sections } = read(
      [act('1', sh`echo out; echo err >&2`)],
      'echo Welcome; echo motd >&2; printf x',
    )
    expect({ begun, ended }).toEqual({ begun: true, ended: true })
    expect(sections.get('1')).toMatchObject({ exitCode: 0, stdout: 'out\n', stderr: 'err\n' })
  })

  test('programs see no POSIXLY_CORRECT of the login, and bash stays in its mode', () => {
    const mode = sh`case ":\${SHELLOPTS:-}:" in *:posix:*) put mode posix ;; *) put mode other ;; esac`
    const { sections } = read(
      [look('1', sh`${mode}; put seen "$(env | grep -c ^POSIXLY_CORRECT=)"`)],
      'export POSIXLY_CORRECT=1',
    )
    const posix = program !== 'dash' && program !== 'busybox'
    expect(sections.get('1')!.values).toEqual({ mode: posix ? 'posix' : 'other', seen: '0' })
  })

  test('what the login masks of the modes of new files is masked no more', () => {
    expect(read([look('1', sh`put mask "$(umask)"`)], 'umask 077').sections.get('1')!.values).toEqual({ mask: '0022' })
  })

  test('an act that fails stops the acts and not the looks', () => {
    const { sections } = read([act('1', sh`false; echo no`), act('2', sh`echo no`), look('3', sh`put a 1`)])
    expect([...sections].map(([id, { exitCode }]) => [id, exitCode])).toEqual([
      ['1', 1],
      ['3', 0],
    ])
    expect(sections.get('1')!.stdout).toBe('')
  })

  test('once it is told to, it begins no further act; the one that it is at ends, and it looks', () => {
    const told = sh`echo "$lb_pid $lb_at"; kill -USR1 "$lb_pid"; sleep 0.1; echo to the end`
    const { sections } = read([act('1', told), act('2', sh`echo no`), look('3', sh`put a 1`)])
    expect(sections.get('1')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+ \d+\nto the end\n$/) })
    expect([...sections.keys()]).toEqual(['1', '3'])
    expect(sections.get('3')!.values).toEqual({ a: '1' })
  })

  test('a command that reads stdin does not eat the script', () => {
    expect(read([look('1', sh`cat`), act('2', sh`cat`), look('3', sh`put a 1`)]).sections.get('3')!.values).toEqual({
      a: '1',
    })
  })

  test('a look may return early; one that leaves the shell is seen to have done so', () => {
    const { ended, sections } = read([look('1', sh`return 0; put a 1`), look('2', sh`exit 3`), look('3', sh`put a 1`)])
    expect(ended).toBe(false)
    expect([...sections].map(([id, { exitCode }]) => [id, exitCode])).toEqual([
      ['1', 0],
      ['2', null],
    ])
  })

  test('what a part of a pipeline puts is not lost, and comes after what was put before it', () => {
    const body = sh`put a 1 b 1; printf '2\n3\n' | while read -r n; do put a $n "in$n" $n; done; put b 2 c 1`
    const { sections } = read([look('1', sh`put x 1`), look('2', body), look('3', sh`( attr y; echo z ); put x 2`)])
    expect(sections.get('1')!.values).toEqual({ x: '1' })
    expect(sections.get('2')!.values).toEqual({ a: '3', b: '2', c: '1', in2: '2', in3: '3' })
    expect(sections.get('3')!.values).toEqual({ y: 'z\n', x: '2' })
  })

  test('what a look prints unasked is no value of its own or of another', () => {
    const parts = [
      look('1', sh`attr a; echo 1`),
      look('2', sh`echo noise`),
      look('3', sh`put b 1; echo noise; put c 1`),
    ]
    expect([...read(parts).sections.values()].map(({ values }) => values)).toEqual([
      { a: '1\n' },
      {},
      { b: '1', c: '1' },
    ])
  })

  test('what a look that fails says on stderr is its own, and so is that of one that leaves the shell', () => {
    const parts = [
      look('1', sh`echo one >&2`),
      look('2', sh`echo two >&2; return 1`),
      look('3', sh`echo three >&2; exit 3`),
    ]
    const { sections } = read([act('0', sh`echo zero >&2`), ...parts])
    expect([...sections.values()].map(({ stderr }) => stderr)).toEqual(['zero\n', '', 'one\ntwo\n', 'three\n'])
  })

  test('of a terminal, where both streams are one, nothing is lost', () => {
    const parts = [
      act('1', sh`echo a; echo b >&2`),
      act('2', sh`echo c; false`),
      look('3', sh`put x 1; attr y; echo 2`),
    ]
    const { stdout } = spawnSync(program!, args, { input: `exec 2>&1\n${framed(token, parts).text}\n` })
    const { ended, sections } = readTranscript(token, { stdout, stderr: Buffer.alloc(0) })
    expect(ended).toBe(true)
    expect(sections.get('1')).toMatchObject({ exitCode: 0, stderr: 'a\nb\n' })
    expect(sections.get('2')).toMatchObject({ exitCode: 1, stderr: 'c\n' })
    expect(sections.get('3')).toMatchObject({ exitCode: 0, values: { x: '1', y: '2\n' } })
  })

  test.skipIf(!has('strace'))('many looks are a write or two', () => {
    const many = Array.from({ length: 100 }, (_, i) => look(String(i), sh`put a ${'x'.repeat(100)}`))
    const script = framed(token, many).text
    const trace = spawnSync('strace', ['-f', '-e', 'trace=write', program!, ...args], { input: `${script}\n` })
    const writes = trace.stderr.toString().match(/^(\[pid +\d+\] )?write\(1,/gm) ?? []
    // 15 KB in pieces of 8, each in as many writes as the shell's own buffer asks for.
    expect(writes.length).toBeLessThan(20)
    expect(writes.length).toBeGreaterThan(0)
  })

  test('a script cut short on its way does nothing', () => {
    const whole = framed(token, [act('1', sh`echo ran`)]).text
    for (const at of [whole.length - 1, whole.length - 20, whole.indexOf('echo ran') + 8]) {
      expect(readTranscript(token, spawnSync(program!, args, { input: whole.slice(0, at) })).sections.size).toBe(0)
    }
  })
})

test('a host may say what it likes: names of the prototype are names, and a code is a number', () => {
  const marks = ['begin', 'step __proto__', '= __proto__', '= constructor', 'done __proto__ 0', 'step x', 'done x NaN']
  const stdout = Buffer.from(marks.map((mark, i) => `\n${token} ${i} ${mark}\n${i}`).join(''))
  const { sections } = readTranscript(token, { stdout, stderr: Buffer.alloc(0) })
  expect([...sections.keys()]).toEqual(['__proto__', 'x'])
  const { values, exitCode } = sections.get('__proto__')!
  expect([exitCode, Object.entries(values)]).toEqual([
    0,
    [
      ['__proto__', '2'],
      ['constructor', '3'],
    ],
  ])
  expect(sections.get('x')!.exitCode).toBeNull()
  expect('toString' in sections.get('x')!.values).toBe(false)
})

test('of more marks than any script has, no more is read than that', () => {
  const many = Buffer.from(Array.from({ length: 4 * mostFrames }, (_, i) => `\n${token} ${i} step ${i}\n`).join(''))
  const read = readTranscript(token, { stdout: many, stderr: Buffer.alloc(0) })
  expect([read.flooded, read.ended, read.sections.size]).toEqual([true, false, mostFrames])
})
