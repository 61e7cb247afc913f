import { expect, test } from 'vitest'
import { placeOutside } from '../../../src/model/position.ts'
import { gitHub } from '../../../src/ui/github.ts'
import { eventsOf, host, report, site, step, uiInMemory } from './scripted.ts'

async function log(shown: ReturnType<typeof site>): Promise<string> {
  const { ui, stdout } = uiInMemory({ github: true })
  for (const event of eventsOf(shown)) ui.listener(event)
  await ui.finish(shown)
  return stdout.text()
}

/** Those that GitHub Actions takes for commands: none between stop-commands and its token. */
function commandsIn(text: string): readonly string[] {
  let stopped: string | null = null
  return text.split('\n').flatMap((line) => {
    const own = line.trim()
    if (stopped !== null) {
      if (own === `::${stopped}::`) stopped = null
      return []
    }
    const [, token] = /^::stop-commands::(.+)$/.exec(own) ?? []
    if (token === undefined) return own.startsWith('::') ? [own] : []
    stopped = token
    return []
  })
}

test('a play is a group, a failure an annotation at the line of the role', async () => {
  expect(commandsIn(await log(site()))).toEqual([
    '::endgroup::',
    '::group::play real servers: dir[1:4], rs1, rs2',
    '::endgroup::',
    '::error title=dir3%3A file[/etc/keepalived/keepalived.conf],file=roles/keepalived-master/role.ts,line=14,col=7::keepalived refused the new file; the old one is still in place%0ACorrect keepalived.params.virtual_servers in group_vars/directors.yml.',
    '::error title=dir4%3A unreachable::connect ECONNREFUSED 192.168.1.224:22%0AIs sshd running there, and is the port right?',
  ])
})

test('what a host says is no command, and neither is a title', async () => {
  const output = 'x\n::error::I am the host\n::add-mask::a'
  const failure = { message: '::warning::no', exitCode: 1, output, hint: '' }
  const said = await log(
    report([host('a', { outcome: 'failed', steps: [step('x[::y]', { outcome: 'failed', failure })] })]),
  )
  expect(
    commandsIn(said).filter((line) => /host|mask|warning::no/.test(line) && !line.startsWith('::error title=')),
  ).toEqual([])
  expect(gitHub('t').group('a%\n::error::b')).toContain('::group::a%25%0A::error::b')
})

test('a failure that no file has declared is an annotation without a place', async () => {
  const failure = { message: 'no', exitCode: 1, output: '', hint: '' }
  const failed = { ...step('x[y]', { outcome: 'failed', failure }), declared: placeOutside('lbprov roll') }
  expect(commandsIn(await log(report([host('a', { outcome: 'failed', steps: [failed] })]))).at(-1)).toBe(
    '::error title=a%3A x[y]::no%0A',
  )
})

test('a run without changes opens no group', async () => {
  expect(commandsIn(await log(report([host('a')])))).toEqual([])
})
