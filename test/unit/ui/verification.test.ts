import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { type Assertion, type Verification, verificationExitCode } from '../../../src/model/verification.ts'
import { junit } from '../../../src/ui/junit.ts'
import { verificationJson, verificationText } from '../../../src/ui/verification.ts'
import { parsed } from './xml.ts'

const assertion = (about: Partial<Assertion>): Assertion => ({
  id: 'ipvs-table',
  claim: 'the table is the model',
  subject: 'dir1',
  hosts: ['dir1'],
  verdict: 'ok',
  expected: '3 entries',
  seen: '3 entries',
  remedy: null,
  essential: true,
  ...about,
})
const failed = assertion({ verdict: 'failed', seen: '-s rr, not "-s wrr" <&>', remedy: 'lbprov run x --limit dir1' })
const open = assertion({
  id: 'vrrp-sender',
  claim: 'one sends',
  verdict: 'unchecked',
  seen: 'no\u0007 \u001b[31mtcpdump',
  essential: false,
})
const of = (assertions: readonly Assertion[], rest: Partial<Verification> = {}): Verification => ({
  playbook: 'site.yaml',
  from: 'rs1',
  startedAt: '2026-11-22T03:00:00.000Z',
  seconds: 4.2,
  assertions,
  unreachable: [],
  drill: null,
  ...rest,
})
const look = { color: false, verbose: 0, secrets: [] }

test.each([
  [of([assertion({})]), 0],
  [of([assertion({}), open]), 0],
  [of([assertion({}), { ...open, essential: true }]), 1],
  [of([failed], { unreachable: ['rs1'] }), 1],
  [of([{ ...open, essential: true }], { unreachable: ['rs1'] }), 4],
])('exit code %#', (verification, code) => expect(verificationExitCode(verification)).toBe(code))

describe('for people', () => {
  test('failures first, with host, expected, seen and remedy; what holds a line each', () => {
    expect(verificationText(of([assertion({}), open, failed]), look)).toBe(`FAILED ipvs-table: the table is the model
  dir1
    expected  3 entries
    seen      -s rr, not "-s wrr" <&>
    → lbprov run x --limit dir1

NOT CHECKED vrrp-sender: one sends
  dir1
    expected  3 entries
    seen      no tcpdump

ok  the table is the model

3 assertions: 1 hold, 1 failed, 1 not checked. 4.2 s.
`)
  })
  test('the same on several hosts stands once, with a remedy for all', () => {
    const other = { ...failed, subject: 'sysctl[a]', hosts: ['rs1'], remedy: 'run --limit rs1' }
    const text = verificationText(of([other, { ...other, hosts: ['rs2'], remedy: 'run --limit rs2' }]), look)
    expect(text).toContain('  rs1, rs2: sysctl[a]\n')
    expect(text).toContain('→ run --limit rs1,rs2\n')
  })
  test('-v tells what was seen of what holds', () =>
    expect(verificationText(of([assertion({ hosts: ['dir1', 'dir2'] })]), { ...look, verbose: 1 })).toContain(
      '      dir1, dir1, dir2: 3 entries',
    ))
  test('a drill, no client, and what is not verified are said', () => {
    const drill = { from: 'dir1', to: 'dir2', gap: 0.25, gapBack: null }
    const text = verificationText(of([{ ...open, essential: true }], { drill, from: null }), look)
    expect(text).toContain('drill: dir1 to dir2, longest time without a new connection 0.25 s; and back, not measured')
    expect(text).toContain('1 of them must be looked at: not verified. No client looked')
  })
  test('secrets are masked', () =>
    expect(
      verificationText(of([{ ...failed, seen: 'auth_pass hunter22' }]), { ...look, secrets: ['hunter22'] }),
    ).not.toContain('hunter22'))
})

test('the JSON document fits its schema', () => {
  const schema = JSON.parse(readFileSync(new URL('../../../schemas/verification.json', import.meta.url), 'utf8'))
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema)
  const drill = { from: 'dir1', to: 'dir2', gap: 0.25, gapBack: null }
  const text = verificationJson(of([assertion({}), failed, open], { drill }), '0.1.0', ['wrr'])
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true)
  expect(JSON.parse(text).exitCode).toBe(1)
  expect(text).not.toContain('wrr')
})

describe('JUnit', () => {
  const document = junit(of([assertion({}), failed, open, { ...open, essential: true }]), ['wrr'])

  test('is well-formed XML', () => expect(parsed(document)).toMatchObject({ name: 'testsuites' }))

  test('a suite an assertion, a case a subject; essential gaps are errors, others skipped', () => {
    const { children } = parsed(document)
    expect(
      children.map(({ attributes }) => [
        attributes.name,
        attributes.tests,
        attributes.failures,
        attributes.errors,
        attributes.skipped,
      ]),
    ).toEqual([
      ['ipvs-table: the table is the model', '2', '1', '0', '0'],
      ['vrrp-sender: one sends', '2', '0', '1', '1'],
    ])
    const failure = children[0]!.children[1]!.children[0]!
    expect([failure.name, failure.attributes.message]).toEqual(['failure', '-s rr, not "-s ‹secret›" <&>'])
    expect(failure.text).toContain('to do: lbprov run x --limit dir1')
    expect(children[1]!.children.map((one) => one.children[0]!.name)).toEqual(['skipped', 'error'])
  })
})
