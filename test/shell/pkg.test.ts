import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { readSightings } from '../../src/engine/scripts.ts'
import { pkg, repo } from '../../src/index.ts'
import type { Resource } from '../../src/model/resource.ts'
import { applyScript, conforms, declared } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const el6 = factsOf('el6')

describe.skipIf(whyNoLittleHost() !== null)('EL6, with stand-ins for rpm and yum', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost('rpm')
    host.exec('mkdir -p /etc/yum.repos.d')
  })
  afterAll(() => host.close())
  beforeEach(() => void host.exec('rm -rf /run/lbprov-test/*; mkdir -p /run/lbprov-test/rpm'))

  const said = () => host.exec('cat /run/lbprov-test/said').trim().split('\n')
  const fingerprint = async () =>
    host.exec('find /run/lbprov-test/rpm /etc/yum.repos.d -type f -exec cksum {} +; ls -lR /etc/yum.repos.d')

  /** Applies them in one script, all as if each had something to do; the exit codes, and what is not as desired then. */
  async function applied(shell: readonly string[], ...resources: Resource[]) {
    const link = new Link(host.connect(shell), hostNamed('here').connection)
    const declarations = resources.map((resource) => ({ ...declared(resource, el6), assignment: {} as never }))
    const steps = resources.map((resource) => ({ resource, changes: [], action: 'create' as const, refresh: false }))
    const waits: string[] = []
    const { transcript } = await link.ask((token) => applyScript(token, declarations, steps), {
      deadlineMs: 60_000,
      onPart: () => {},
      onWait: (what) => waits.push(what),
    })
    await link.close()
    const { seen } = readSightings(declarations, transcript)
    return {
      waits,
      codes: resources.map((_, i) => transcript.sections.get(`act:${i}`)?.exitCode),
      there: resources.filter((one) => seen.get(one)?.observed).map(({ name }) => name),
    }
  }

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    const about = { connect: () => host.connect(shell), fingerprint, facts: el6 }
    conforms(
      {
        title: 'pkg',
        states: [pkg('tree'), pkg('tree', null), pkg('tree', { installed: true, version: '1.5-3.el6' })],
      },
      about,
    )
    conforms(
      {
        title: 'repo',
        states: [
          repo('lab', { url: 'http://192.168.1.1/$basearch/', key: '/etc/pki/rpm-gpg/KEY' }),
          repo('lab', { url: 'http://192.168.1.1/other', signed: false }),
          repo('lab', null),
        ],
      },
      about,
    )

    test('several packages are one transaction, and each has its own result', async () => {
      host.exec('echo 1 >/run/lbprov-test/rpm/b')
      expect(await applied(shell, pkg('a'), pkg('b'), pkg('c'))).toEqual({
        waits: [],
        codes: [0, 0, 0],
        there: ['a', 'b', 'c'],
      })
      expect(said()).toEqual(['yum install a b c'])
    })

    test('what a step waits for is said once, and then it goes on', async () => {
      host.exec(`
        echo 1 >/run/yum.pid
        printf '#!/bin/sh\\necho >>/run/lbprov-test/slept; if [ "$(wc -l </run/lbprov-test/slept)" = 5 ]; then rm /run/yum.pid; fi\\n' >/usr/local/sbin/sleep
        chmod 0755 /usr/local/sbin/sleep`)
      const { codes, waits } = await applied(shell, pkg('a'), pkg('b'))
      host.exec('rm /usr/local/sbin/sleep')
      expect(codes).toEqual([0, 0])
      expect(waits).toEqual([expect.stringMatching(/^for the package lock, held by process 1( \(.+\))?$/)])
      expect(said()).toEqual(['yum install a b'])
    })

    test('a lock that a dead process has left is not waited for', async () => {
      host.exec('echo 999999999 >/run/yum.pid')
      expect(await applied(shell, pkg('a'))).toMatchObject({ codes: [0], waits: [] })
    })

    test('a package that is nowhere is the one that fails; what comes before it is installed', async () => {
      const { codes, there } = await applied(shell, pkg('a'), pkg('missing'), pkg('c'))
      expect(codes).toEqual([0, 1, undefined])
      expect(there).toEqual(['a', 'c'])
      expect(said()).toEqual(['yum install a missing c', 'yum install missing'])
    })
  })

  test('of kernels side by side, the last counts, and any will do where one is wanted', async () => {
    host.exec("printf '1-1\\n2-1\\n' >/run/lbprov-test/rpm/kernel")
    await applied(releaseShells[0]!, pkg('kernel', { installed: true, version: '1-1' }))
    expect(() => said()).toThrow()
  })
})
