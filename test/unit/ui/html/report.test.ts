import { expect, test } from 'vitest'
import { exitCodeOf } from '../../../../src/model/report.ts'
import type { Verification } from '../../../../src/model/verification.ts'
import { reportFile } from '../../../../src/ui/html/file.ts'
import { html } from '../../../../src/ui/html/html.ts'
import { marked, runMarks, verifyMarks } from '../../../../src/ui/picture/marked.ts'
import { pictureOfClusters } from '../../../support/picture.ts'
import { change, host, played, report, site, step } from '../scripted.ts'

const picture = pictureOfClusters(1, 2)

const verification: Verification = {
  playbook: 'site.yaml',
  from: 'local',
  startedAt: '2026-11-28T12:00:00.000Z',
  seconds: 16.5,
  assertions: [
    {
      id: 'clock',
      claim: 'clocks agree',
      subject: 'dir1a',
      hosts: ['dir1a'],
      verdict: 'ok',
      expected: 'a',
      seen: 'b',
      remedy: null,
      essential: false,
    },
    {
      id: 'vip-holder',
      claim: 'one director has each virtual address',
      subject: '10.1.0.225',
      hosts: ['dir1a', 'dir1b'],
      verdict: 'failed',
      expected: 'on dir1a alone',
      seen: 'on dir1a and dir1b',
      remedy: 'on dir1b: ip addr del 10.1.0.225/32 dev em1',
      essential: true,
    },
  ],
  unreachable: [],
  drill: { from: 'dir1a', to: 'dir1b', gap: 0.4, gapBack: null },
}

/** Tags, and what would be fetched. */
const plain = (page: string) => page.replaceAll(/<style[\s\S]*?<\/style>/g, '').replaceAll(/<[^>]+>/g, '')

test('of a run: recap, failures, changes, every host with its steps and diffs', async () => {
  const run = site()
  const page = await reportFile({ title: 'lbprov run', picture: marked(picture, runMarks(run)), run }, [])
  const text = plain(page)
  const { stdout } = await played(run)
  // The same figures as on the terminal.
  expect(text).toContain(/^\d+ hosts: .*$/m.exec(stdout)![0])
  expect(text).toContain('keepalived refused the new file')
  expect(text).toContain('+  priority 150')
  for (const { host: name, steps } of run.hosts) {
    expect(page).toContain(`id="host-${name}"`)
    for (const { resource } of steps) expect(text).toContain(resource)
  }
  expect(page).toContain('<svg')
  expect(page).not.toMatch(/(?:src|href)="(?!data:,")|@import|url\(|<script/)
  expect(exitCodeOf(run)).toBe(1)
})

test('of a verification: what failed first with its remedy, marks on the picture, the drill as a graph', async () => {
  const told = { title: 'lbprov drill', picture: marked(picture, verifyMarks(verification.assertions)), verification }
  const page = await reportFile(told, [])
  const text = plain(page)
  expect(text).toContain('2 assertions: 1 hold, 1 failed, 0 not checked.')
  expect(text.indexOf('✖ failed')).toBeLessThan(text.indexOf('● holds'))
  expect(text).toContain('on dir1b: ip addr del 10.1.0.225/32 dev em1')
  expect(page).toContain('aria-label="dir1a to dir1b: longest time without a new connection: 0.4 s"')
  expect(text).toContain('and back: not measured')
  expect(page.match(/✖ 1 failed/g)).toHaveLength(2)
})

test('what a host says is text, and no secret is in the file', async () => {
  const secret = 'Tr0ub4dor&3'
  const evil = '<script>alert(1)</script>"\'\u001b[2J'
  const failure = {
    message: `${evil} ${secret}`,
    exitCode: 1,
    output: Buffer.from(secret).toString('base64'),
    hint: secret,
  }
  const steps = [
    step(`file[${secret}]`, { outcome: 'failed', failure, changes: [change('content', null, `a\n${secret}\n`)] }),
  ]
  const page = await reportFile(
    {
      title: secret,
      picture: { ...picture, playbook: secret },
      run: report([host(evil, { outcome: 'failed', steps, message: secret })]),
    },
    [secret],
  )
  expect(page).not.toContain('<script')
  expect(page).not.toContain('\u001b')
  expect(page).not.toMatch(/Tr0ub4dor|VHIwdWI0ZG9y/)
})

test('a piece is a piece, everything else is escaped', () => {
  expect(html`<p title="${'"<&'}">${[html`<b>${1}</b>`, '<i>']}</p>`.html).toBe(
    '<p title="&quot;&lt;&amp;"><b>1</b>&lt;i&gt;</p>',
  )
})
