import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { lbprovProgram } from '../../support/bundle.ts'
import { called, calledOnTerminal } from '../../support/called.ts'
import { isThorough } from '../../support/thorough.ts'
import { tempFolder } from '../transport/support/temp.ts'

const main = await lbprovProgram()
const folder = tempFolder()
writeFileSync(
  join(folder, 'hosts'),
  'away ansible_host=127.0.0.1 ansible_port=1 ansible_user=u ansible_password=s3cret-word\n[here]\na ansible_connection=local\nb ansible_connection=local\n',
)

const withHosts = ([command, ...words]: readonly string[]) => [command!, '-i', 'hosts', ...words]
const lbprov = (words: readonly string[]) => called(folder, withHosts(words), { CI: undefined })

/** On a terminal, with `answer` typed there. */
function typed(words: readonly string[], answer: string) {
  const line = [process.execPath, main, ...withHosts(words)]
  const quoted = line.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const { CI: _, ...env } = process.env
  const given = { cwd: folder, encoding: 'utf8', input: `${answer}\n`, env } as const
  const { status, stdout } = spawnSync('script', ['-qec', quoted, '/dev/null'], given)
  return { status, text: stripVTControlCharacters(stdout) }
}

/** Like a case that has a real one. */
const alike: typeof typed | ((...given: Parameters<typeof typed>) => ReturnType<typeof calledOnTerminal>) = isThorough
  ? typed
  : (words, answer) => calledOnTerminal(folder, withHosts(words), answer)

describe('ping', () => {
  test('says how each host is entered, and of one that can not be what to do', async () => {
    const { status, stdout } = await lbprov(['ping', 'all'])
    expect(stdout).toMatch(/^a, b {2}ok {2}this machine$/m)
    expect(stdout).toMatch(
      /^UNREACHABLE away\n {2}connect to host 127.0.0.1 port 1: Connection refused[\s\S]*^3 hosts: 1 unreachable, 2 ok\.$/m,
    )
    expect(status).toBe(4)
  })

  test('hosts that can not be entered for one reason stand once', async () => {
    const hosts = [2, 3].map(
      (i) => `x${i} ansible_host=127.0.0.${i} ansible_port=1 ansible_password=p ansible_ssh_args='-F none'\n`,
    )
    writeFileSync(join(folder, 'two'), hosts.join(''))
    const { stdout } = await called(folder, ['ping', 'all', '-i', 'two'])
    expect(stdout).toMatch(/^UNREACHABLE x2, x3\n {2}as x2 has it; 1 more, with their own name and address:\n/)
  })

  test('a name that nobody has is a mistake', async () =>
    expect(await lbprov(['ping', 'her'])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('Did you mean here?'),
    }))
})

test('facts, as one document', async () => {
  const { status, stdout } = await lbprov(['facts', 'a', '--format', 'json'])
  expect(JSON.parse(stdout).hosts).toMatchObject([{ host: 'a', outcome: 'ok', facts: { kernel: expect.any(String) } }])
  expect(status).toBe(0)
})

describe('exec', () => {
  test('hosts that said the same stand together; a secret is in no output', async () => {
    const { status, stdout } = await lbprov(['exec', 'here', '--', 'echo out; echo err >&2; exit 3'])
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: 'a, b  exit code 3\n  out\n  err\n\n2 hosts: 2 failed.\n',
    })
    expect((await lbprov(['exec', 'all', '--', 'echo s3cret-word'])).stdout).toContain('a, b  ok\n  ‹secret›\n')
  })

  test('several words are a program and its arguments', async () =>
    expect((await lbprov(['exec', 'a', '--format', 'json', '--', 'printf', '%s|', 'x y', '-n'])).stdout).toMatch(
      '"stdout": "x y|-n|"',
    ))

  test('without a command it is a mistake', async () =>
    expect(await lbprov(['exec', 'a'])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('no command is given'),
    }))

  test('on a terminal more than one host is asked about, one is not', async () => {
    const no = typed(['exec', 'here', '--', 'echo was-done'], 'n')
    expect(no.text).toMatch(/a, b\s+echo was-done\s+Do this on 2 hosts\? \[y\/N\]/)
    expect([no.status, no.text.includes('a, b  ok')]).toEqual([3, false])
    const yes = await alike(['exec', 'here', '--', 'echo was-done'], 'y')
    expect(yes.text).toContain('Do this on 2 hosts?')
    expect(yes.text).toMatch(/a, b {2}ok\s+was-done/)
    const one = await alike(['exec', 'a', '--', 'echo was-done'], '')
    expect(one.text).toMatch(/^(?!.*Do this).*a {2}ok\s+was-done/s)
  })
})

test.each([
  ['ad-hoc', ['ping', 'all']],
  ['ad-hoc', ['facts', 'all']],
  ['ad-hoc', ['exec', 'all', '--', 'echo out; exit 3']],
  ['doctor', ['doctor', 'all']],
] as const)('schemas/%s.json is the document of %j', async (name, words) => {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, `../../../schemas/${name}.json`), 'utf8'))
  const validate = new Ajv().compile(schema)
  const [command, pattern, ...rest] = words
  const document = JSON.parse((await lbprov([command, pattern, '--format', 'json', ...rest])).stdout)
  validate(document)
  expect(validate.errors).toBe(null)
  // A shape that anything fits is none.
  expect(validate({ ...document, other: 1 })).toBe(false)
  expect(validate({ ...document, hosts: [{}], checks: [{}] })).toBe(false)
})
