import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { beforeEach, describe, expect, test } from 'vitest'
import { lbprovProgram } from '../../support/bundle.ts'
import { called, calledOnTerminal } from '../../support/called.ts'
import { isThorough } from '../../support/thorough.ts'
import { isRoot } from '../../support/tools.ts'
import { tempFolder } from '../transport/support/temp.ts'

const started = await lbprovProgram()
let folder = ''
const at = (name: string) => join(folder, name)
const put = (path: string, text: string) => writeFileSync(at(path), text)

/** One host, this machine, whose role writes a file with a secret in it, and another. */
const role = () => `import { existsSync } from 'node:fs'
import { command, defineRole, file, Secret, sh } from 'lbprov'
const is = (name) => existsSync('${folder}/' + name)
export default defineRole({
  params: { pass: { type: 'string', writeOnly: true, default: 'first-pass' } },
  resources: ({ params }) => [
    file('${folder}/made', { content: 'one\\n', mode: '0644' }),
    command('pass', { run: sh\`echo \${new Secret(String(params.pass))} >\${'${folder}/' + (is('wants-another') ? 'elsewhere' : 'pass')}\`, unless: sh\`test -e ${folder}/pass\` }),
    ...(is('wants-more') ? [file('${folder}/more', { content: '' })] : []),
  ],
})
`
beforeEach(() => {
  folder = tempFolder()
  mkdirSync(at('roles/mine'), { recursive: true })
  put('hosts', 'here ansible_connection=local\n')
  put('site.yaml', '- hosts: all\n  roles: [mine]\n')
  put('roles/mine/role.ts', role())
})

/** With a record of the test's own, and on a terminal with `answer` typed there. */
function lbprov(words: readonly string[], { answer = undefined as string | undefined, env = {} } = {}) {
  const own = `mkdir -p ${folder}/record /var/lib/lbprov; mount --bind ${folder}/record /var/lib/lbprov; exec "$@"`
  const line = [process.execPath, started, ...words]
  const inside = isRoot ? ['unshare', '-m', 'sh', '-c', own, 'sh', ...line] : line
  const quoted = inside.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const [program, ...rest] = answer === undefined ? inside : ['script', '-qec', quoted, '/dev/null']
  const { CI: _, ...usual } = process.env
  const run = spawnSync(program!, rest, {
    cwd: folder,
    encoding: 'utf8',
    input: answer === undefined ? '' : `${answer}\n`,
    env: { ...usual, ...env },
  })
  return { status: run.status, text: stripVTControlCharacters(`${run.stdout}${run.stderr}`) }
}

/** For what is like a case that has a terminal of its own. */
const alike: typeof lbprov | ((...given: Parameters<typeof lbprov>) => ReturnType<typeof calledOnTerminal>) = isThorough
  ? lbprov
  : (words, { answer = '', env = {} } = {}) => calledOnTerminal(folder, words, answer, env)

const site = ['site.yaml', '-i', 'hosts', '--wait', '300']
const plan = ['run', ...site, '--check', '--out', 'plan.json']
const doing = ['run', '--plan', 'plan.json', '--wait', '300']
async function here(words: readonly string[]) {
  const { status, stdout, stderr } = await called(folder, words)
  return { status, text: `${stdout}${stderr}` }
}
const planned = () => here(plan)
const done = () => here(doing)

describe('a plan that was kept', () => {
  test('is done to the letter, and names its files and secrets to nobody', async () => {
    expect(await planned()).toMatchObject({ status: 0, text: expect.stringContaining('lbprov run --plan plan.json') })
    expect(existsSync(at('made'))).toBe(false)
    expect(statSync(at('plan.json')).mode & 0o777).toBe(0o600)
    expect(readFileSync(at('plan.json'), 'utf8')).not.toContain('first-pass')
    expect(await done()).toMatchObject({ status: 0, text: expect.stringContaining('here  changed') })
    expect(readFileSync(at('pass'), 'utf8')).toBe('first-pass\n')
    expect(await done()).toMatchObject({
      status: 3,
      text: expect.stringMatching(/file\[.*made\] was to be created, and needs/),
    })
  })

  test.each([
    ['the host moved on', () => put('made', 'two\n'), /here: file\[.*made\] was to be created and would be updated/],
    [
      'a secret is another',
      () => put('hosts', 'here ansible_connection=local pass=other-pass\n'),
      /a secret is another one/,
    ],
    [
      'another lbprov made it',
      () => put('plan.json', readFileSync(at('plan.json'), 'utf8').replace(/"lbprov": "[^"]*"/, '"lbprov": "0.0.9"')),
      /made by lbprov 0\.0\.9/,
    ],
    [
      'a role wants more',
      () => put('wants-more', ''),
      /here: file\[.*more\] would be created, which is not in the plan/,
    ],
    ['a script is another', () => put('wants-another', ''), /what here would be sent is something else/],
    ['it is no plan', () => put('plan.json', '{}'), /--plan plan\.json: the plan needs/],
  ])('is refused where %s, and says so', async (_, change, words) => {
    await planned()
    change()
    expect(await done()).toMatchObject({ status: 3, text: expect.stringMatching(words) })
    expect(existsSync(at('pass'))).toBe(false)
  })

  test('has its own limit and tags', async () =>
    expect(await here(['run', '--plan', 'plan.json', '-l', 'here'])).toMatchObject({
      status: 3,
      text: expect.stringContaining('--limit can not be used with --plan'),
    }))

  test('is not kept of hosts that could not be looked at', async () => {
    put('hosts', 'here ansible_host=127.0.0.1 ansible_port=1\n')
    expect(await planned()).toMatchObject({
      status: 4,
      text: expect.stringContaining('no plan was kept: here unreachable'),
    })
    expect(existsSync(at('plan.json'))).toBe(false)
  })
})

describe('on a terminal', () => {
  test('a run shows the plan and asks; all but y changes nothing', () => {
    const { status, text } = lbprov(['run', ...site], { answer: 'n' })
    expect(text).toMatch(/made\] +would be created[\s\S]*Do this: 2 changes on 1 host\? \[y\/N\]/)
    expect(text).toContain('nothing was changed')
    expect([status, existsSync(at('made'))]).toEqual([3, false])
  })

  test('y does it, and there is nothing to ask the second time', async () => {
    expect(lbprov(['run', ...site], { answer: 'y' })).toMatchObject({
      status: 0,
      text: expect.stringMatching(/Do this[\s\S]*here +changed/),
    })
    expect(existsSync(at('made'))).toBe(true)
    expect(await alike(['run', ...site], { answer: '' })).toMatchObject({
      status: 0,
      text: expect.stringMatching(/^(?!.*Do this).*nothing to change/s),
    })
  })

  test.each([
    ['--yes', ['--yes'], {}],
    ['LBPROV_YES', [], { LBPROV_YES: '1' }],
    ['CI', [], { CI: 'true' }],
  ])('%s is the answer beforehand', async (_, words, env) => {
    expect(await alike(['run', ...site, ...words], { answer: '', env })).toMatchObject({
      status: 0,
      text: expect.not.stringContaining('Do this'),
    })
    expect(existsSync(at('made'))).toBe(true)
  })
})

test('nobody is asked in a pipe', async () => {
  const ran = isThorough ? lbprov(['run', ...site]) : here(['run', ...site])
  expect(await ran).toMatchObject({ status: 0, text: expect.not.stringContaining('Do this') })
})
