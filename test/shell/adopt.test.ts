import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { filesIn } from '../../src/adopt/fetch.ts'
import { adoptScript } from '../../src/adopt/look.ts'
import { Link } from '../../src/engine/link.ts'
import { includedOf } from '../../src/load/conf-files.ts'
import { parseConf } from '../../src/lvs/conf/parse.ts'
import { startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { connectTo, shells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'

const folder = mkdtempSync(join(tmpdir(), 'lbprov-adopt-'))
mkdirSync(join(folder, 'parts'))
const files: Readonly<Record<string, string>> = {
  'keepalived.conf':
    'include parts/*.conf # all of them\n@here include only-here\ninclude keepalived.conf\ninclude gone',
  'parts/a.conf': '  include ../only-here\nglobal_defs {\n}',
  'parts/b.conf': "vrrp_script s { script 'ends without a line feed' }",
  'only-here': '\ttrack_file é {\n}\n\n',
}
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
afterAll(() => rmSync(folder, { recursive: true }))
const conf = join(folder, 'keepalived.conf')

test.each(shells.map((shell) => [shell.join(' '), shell] as const))(
  '%s fetches what is included, each file to the byte',
  async (_, shell) => {
    const link = new Link(connectTo(shell), hostNamed('here').connection)
    const { transcript } = await link.ask((token) => adoptScript(token, conf), { deadlineMs: 60_000 })
    await link.close()
    const found = filesIn(transcript.sections.get('configuration')!.values)
    const texts = new Set(Object.values(files))
    expect(new Set(found.values())).toEqual(texts)
    expect(transcript.sections.get('configuration')!.exitCode).toBe(0)
    expect(Number(transcript.sections.get('facts')?.values.hostname?.length)).toBeGreaterThan(0)
  },
)

test.runIf(whyNoLittleHost() === null).each([[['-f', '/etc/ka.conf']], [['--log-facility=1', '-D']]])(
  'a keepalived started with %j',
  async (words) => {
    const host = await startLittleHost()
    const link = new Link(host.connect(shells[0]!), hostNamed('here').connection)
    try {
      host.exec(`sh -c 'sleep 60; :' keepalived ${words.join(' ')} >/dev/null 2>&1 & echo $! >/run/keepalived.pid`)
      const { transcript } = await link.ask((token) => adoptScript(token, conf), { deadlineMs: 60_000 })
      expect(transcript.sections.get('daemon')?.values.started?.split('\n').slice(-words.length)).toEqual(words)
    } finally {
      host.exec('kill "$(cat /run/keepalived.pid)"')
      await link.close()
      host.close()
    }
  },
)

test('a host without the file answers all the same, and a real server is not asked', async () => {
  const link = new Link(connectTo(shells[0]!), hostNamed('here').connection)
  const { transcript } = await link.ask((token) => adoptScript(token, join(folder, 'no.conf')), { deadlineMs: 60_000 })
  await link.close()
  expect(filesIn(transcript.sections.get('configuration')!.values).size).toBe(0)
  expect(adoptScript('token', null).text).not.toContain('ipvsadm -Sn')
})

test('what was fetched is read as on the host', () => {
  const fetched = new Map([
    ['/etc/keepalived/keepalived.conf', 'include parts/*.conf\ninclude /srv/vip.conf\n'],
    ['/etc/keepalived/parts/b.conf', 'vrrp_script b {\n}\n'],
    ['/etc/keepalived/parts/a.conf', 'vrrp_script a {\n}\n'],
    ['/etc/keepalived/parts/deeper/c.conf', 'vrrp_script c {\n}\n'],
    ['/srv/vip.conf', 'include vip.d/x\n'],
  ])
  const { nodes, flaws } = parseConf(fetched.get('/etc/keepalived/keepalived.conf')!, {
    file: 'lb1:/etc/keepalived/keepalived.conf',
    read: includedOf('lb1', fetched),
  })
  expect(nodes.flatMap((node) => ('words' in node ? node.words[1]!.text : []))).toEqual(['a', 'b'])
  expect(flaws.map(({ where, message }) => `${where.file}:${where.line} ${message}`)).toEqual([
    'lb1:/srv/vip.conf:1 vip.d/x is not read',
  ])
})
