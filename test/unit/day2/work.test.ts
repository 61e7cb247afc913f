import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Hands } from '../../../src/day2/hands.ts'
import { work } from '../../../src/day2/work.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../../support/little-host.ts'
import { hostNamed, siteOf } from '../../support/site.ts'

describe.skipIf(whyNoLittleHost() !== null)('on a little host', () => {
  let host: LittleHost
  const folder = mkdtempSync(join(tmpdir(), 'lbprov-work-'))
  const log = join(folder, 'log')

  beforeAll(async () => {
    host = await startLittleHost()
  })
  afterAll(() => host.close())

  const hands = (check: boolean) => {
    const site = siteOf({ hosts: [hostNamed('here')], roles: {} })
    return { site, playbook: 'site.yaml', check, connect: host.connect(['sh', '-s']), forks: 1 } as unknown as Hands
  }
  const go = (words: readonly string[], { id = 'a', check = false } = {}) => {
    const site = siteOf({ hosts: [hostNamed('here')], roles: {} })
    const hands = {
      site,
      playbook: 'site.yaml',
      check,
      connect: host.connect(['sh', '-s']),
      forks: 1,
    } as unknown as Hands
    return work({ do: 'work', host: 'here', work: { do: 'command', words, id } }, hands)
  }
  const lines = () => (existsSync(log) ? readFileSync(log, 'utf8') : '')

  test('a command is run once a roll: as it is typed, or one word by sh; not in a check', async () => {
    const line = `echo "it's run" >>${log}`
    expect(await go([line], { check: true })).toMatchObject({ outcome: 'done' })
    expect(lines()).toBe('')
    for (const _ of [1, 2]) expect(await go([line])).toMatchObject({ outcome: 'done' })
    expect(lines()).toBe("it's run\n")
    await go(['sh', '-c', 'echo "$1" >>"$2"', 'sh', "a 'b' $c", log], { id: 'b' })
    expect(lines()).toBe("it's run\na 'b' $c\n")
  })

  test('a package is brought to the newest version, or to the one that is said', async () => {
    const standIns = {
      'dpkg-query': 'echo "install ok installed $(cat /run/lbprov-test/version)"',
      'apt-cache': 'printf "thing:\\n  Installed: %s\\n  Candidate: 1:2.0-1\\n" "$(cat /run/lbprov-test/version)"',
      'apt-get':
        'case $* in *update*) exit 0 ;; *install*) for w; do :; done; echo "${w#*=}" >/run/lbprov-test/version ;; esac',
    }
    for (const [name, text] of Object.entries(standIns))
      host.exec(`printf '%s\n' '#!/bin/sh' '${text}' >/usr/local/sbin/${name}; chmod 755 /usr/local/sbin/${name}`)
    host.exec('echo 1:1.0-1 >/run/lbprov-test/version')
    const upgrade = (version?: string, check = false) =>
      work({ do: 'work', host: 'here', work: { do: 'upgrade', name: 'thing', version } }, hands(check))
    const changes = (await upgrade(undefined, true)).report?.hosts[0]?.steps[0]?.changes
    expect(changes).toEqual([{ attribute: 'version', from: '1:1.0-1', to: '1:2.0-1' }])
    const outcomes = []
    for (const version of [undefined, undefined, '1:1.5-1'])
      outcomes.push((await upgrade(version)).report?.hosts[0]?.outcome)
    expect(outcomes).toEqual(['changed', 'ok', 'changed'])
    expect(host.exec('cat /run/lbprov-test/version')).toBe('1:1.5-1\n')
  })

  test('one that fails is told with what it said, and run again by the next', async () => {
    const failed = await go(['echo no >&2; exit 3'], { id: 'c' })
    expect(failed).toMatchObject({ outcome: 'failed', said: 'here failed: command[echo no >&2; exit 3] exited with 3' })
    expect(failed.report?.hosts[0]?.steps[0]?.failure).toMatchObject({ exitCode: 3, output: 'no' })
    expect(await go(['true'], { id: 'c' })).toMatchObject({ outcome: 'done' })
  })
})
