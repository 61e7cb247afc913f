import { expect, test, vi } from 'vitest'
import type { HostReport } from '../../../src/model/report.ts'
import { begins, directorSteps, host, played, report, site, step, uiInMemory } from './scripted.ts'

const shown = async (...args: Parameters<typeof played>) => (await played(...args)).stdout

test.each([false, true])('what a step waits for is said, on a terminal: %s', async (interactive) => {
  vi.useFakeTimers()
  const { ui, stdout } = uiInMemory({ columns: 80, interactive })
  ui.listener({ type: 'start', hosts: Array.from({ length: 30 }, (_, i) => `rs${i}`), check: false })
  ui.listener(begins('rs1', 'pkg[ipvsadm]'))
  ui.listener({ type: 'wait', host: 'rs1', what: 'for the package lock,\u001b[2J held by process 7 (yum)' })
  vi.advanceTimersByTime(1000)
  ui.stop()
  vi.useRealTimers()
  expect(stdout.plain()).toContain('waiting for the package lock')
  expect(stdout.text()).not.toContain('\u001b[2J')
})

test('a log tells what hosts wait for and what a slow step printed, and of no play in which nothing is done', () => {
  const { ui, stdout } = uiInMemory()
  ui.listener({ type: 'start', hosts: ['dir1', 'rs1', 'rs2'], check: false })
  ui.listener({ type: 'phase', host: 'rs1', phase: 'queued' })
  ui.listener({ type: 'play', name: 'idle', hosts: ['rs1'] })
  ui.listener({ type: 'waiting', hosts: ['dir1'], what: 'for play idle' })
  ui.listener({ type: 'play', name: 'directors', hosts: ['dir1'] })
  ui.listener({ type: 'waiting', hosts: ['rs1', 'rs2'], what: 'for play directors' })
  ui.listener(begins('dir1', 'pkg[keepalived]'))
  ui.listener({ type: 'output', host: 'dir1', resource: 'pkg[keepalived]', seconds: 5, line: 'Unpacking\u001b[2J' })
  ui.listener({ type: 'output', host: 'dir1', resource: 'pkg[keepalived]', seconds: 35, line: '' })
  ui.listener({ type: 'applied', host: 'dir1', resource: 'pkg[keepalived]', seconds: 36.2 })
  expect(stdout.text().trimEnd().split('\n')).toEqual([
    'rs1: waiting for its turn to log in',
    'play directors: dir1',
    'rs1, rs2: waiting for play directors',
    'dir1: pkg[keepalived] … (1 of 8)',
    'dir1: pkg[keepalived] … 5.0 s: Unpacking',
    'dir1: pkg[keepalived] … 35.0 s',
    'dir1: pkg[keepalived] applied in 36.2 s',
  ])
})

test('with many hosts the log says who begins a step first, and every 30 s how far all are', () => {
  vi.useFakeTimers()
  const { ui, stdout } = uiInMemory()
  const hosts = Array.from({ length: 200 }, (_, i) => `rs${i + 1}`)
  ui.listener({ type: 'start', hosts, check: false })
  ui.listener({ type: 'waiting', hosts: hosts.slice(50), what: 'for batch 1 of 4 of play all' })
  for (const name of hosts.slice(0, 50)) ui.listener(begins(name, 'pkg[ipvsadm]'))
  vi.advanceTimersByTime(30_000)
  ui.stop()
  vi.advanceTimersByTime(60_000)
  vi.useRealTimers()
  expect(stdout.text().trimEnd().split('\n')).toEqual([
    '200 hosts',
    'rs[51:200]: waiting for batch 1 of 4 of play all',
    'pkg[ipvsadm] … (rs1 first)',
    '200 hosts: 0 done; applying 50, waiting 0, to come 150, 30.0 s',
  ])
})

test('a run in a log', async () => {
  expect(await shown(site())).toMatchInlineSnapshot(`
    "play real servers: dir[1:4], rs1, rs2
    dir1: pkg[keepalived] … (1 of 8)
    dir1: pkg[keepalived] applied in 0.5 s
    dir1: file[/etc/keepalived/keepalived.conf] … (1 of 8)
    dir1: file[/etc/keepalived/keepalived.conf] applied in 0.5 s
    dir1: service[keepalived] … (1 of 8)
    dir1: service[keepalived] applied in 0.5 s
    dir1: file[/etc/keepalived/notify.sh] … (1 of 8)
    dir1: file[/etc/keepalived/notify.sh] applied in 0.5 s
    dir1: changed 4 (6.4 s)
    dir2: pkg[keepalived] … (1 of 8)
    dir2: pkg[keepalived] applied in 0.5 s
    dir2: file[/etc/keepalived/keepalived.conf] … (1 of 8)
    dir2: file[/etc/keepalived/keepalived.conf] applied in 0.5 s
    dir2: service[keepalived] … (1 of 8)
    dir2: service[keepalived] applied in 0.5 s
    dir2: changed 3 (5.9 s)
    dir3: pkg[keepalived] … (1 of 8)
    dir3: pkg[keepalived] applied in 0.5 s
    dir3: file[/etc/keepalived/keepalived.conf] … (1 of 8)
    dir3: FAILED file[/etc/keepalived/keepalived.conf]: keepalived refused the new file; the old one is still in place
    dir4: unreachable: connect ECONNREFUSED 192.168.1.224:22
    rs1: sysctl[net.ipv4.conf.all.arp_ignore] … (1 of 8)
    rs1: sysctl[net.ipv4.conf.all.arp_ignore] applied in 0.5 s
    rs1: changed 1 (1.5 s)
    rs2: sysctl[net.ipv4.conf.all.arp_ignore] … (1 of 8)
    rs2: sysctl[net.ipv4.conf.all.arp_ignore] applied in 0.5 s
    rs2: changed 1 (12.3 s)

    directors
      dir1, dir2, dir3
        + pkg[keepalived]  created
            installed: true
      dir1, dir2
        ~ file[/etc/keepalived/keepalived.conf]  updated
            mode: 0644 → 0640
            content: +3 −2 lines
        ~ service[keepalived]  updated and refreshed
            running: false → true
            enabled: false → true
      dir1
        - file[/etc/keepalived/notify.sh]  deleted

    real servers
      rs1, rs2
        ~ sysctl[net.ipv4.conf.all.arp_ignore]  updated
            value: 0 → 1

    FAILED dir3: file[/etc/keepalived/keepalived.conf]
      keepalived refused the new file; the old one is still in place
      exit code 4, last output:
        │ (Line 12) Unknown keyword 'virtual_ipadress'
        │ Configuration file has errors
      role keepalived-backup: declared at roles/keepalived-master/role.ts:14:7
      asked for at playbooks/site.yaml:9:7
      → Correct keepalived.params.virtual_servers in group_vars/directors.yml.

    UNREACHABLE dir4
      connect ECONNREFUSED 192.168.1.224:22
      → Is sshd running there, and is the port right?

    NOTES
      dir2: connection lost midway, probed again

    dir1  changed      created 1, updated 2, deleted 1, unchanged 1   6.4 s
    dir2  changed      created 1, updated 2, unchanged 1              5.9 s
    dir3  failed       created 1, failed 1, skipped 1                 3.1 s
    dir4  unreachable  connect ECONNREFUSED 192.168.1.224:22          0.2 s
    rs1   changed      updated 1, unchanged 1                         1.5 s
    rs2   changed      updated 1, unchanged 1                        12.3 s

    6 hosts: 4 changed, 1 failed, 1 unreachable. 10 changes in 14.2 s.
    "
  `)
})

test('a check with diffs', async () => {
  const twoDirectors = report([...site(true).hosts.slice(0, 2)], { check: true, seconds: 1.9 })
  expect(await shown(twoDirectors, { diff: true })).toMatchInlineSnapshot(`
    "Check of 2 hosts: nothing is changed, this is what a run would do.

    directors
      dir1, dir2
        + pkg[keepalived]  would be created
            installed: true
        ~ file[/etc/keepalived/keepalived.conf]  would be updated
            mode: 0644 → 0640
            content:
            --- before: /etc/keepalived/keepalived.conf
            +++ after: /etc/keepalived/keepalived.conf
            @@ -1,8 +1,9 @@
             global_defs {
            -  router_id lb1
            +  router_id lb-1
             }
             
             vrrp_instance web {
               state MASTER
            -  priority 100
            +  priority 150
            +  preempt_delay 60
             }
        ~ service[keepalived]  would be updated and refreshed
            running: false → true
            enabled: false → true
      dir1
        - file[/etc/keepalived/notify.sh]  would be deleted
            content:
            --- before: /etc/keepalived/notify.sh
            +++ after: (absent)
            @@ -1,2 +0,0 @@
            -a
            -b

    NOTES
      dir2: connection lost midway, probed again

    dir1  would change  create 1, update 2, delete 1, unchanged 1  6.4 s
    dir2  would change  create 1, update 2, unchanged 1            5.9 s

    2 hosts: 2 would change. 7 changes to make, none made in 1.9 s.
    "
  `)
})

const again = ({ host: name, steps }: HostReport) =>
  host(name, { steps: steps.map(({ resource, play }) => step(resource, { play })) })

test('a second run', async () => {
  expect(await shown(report(site().hosts.slice(0, 2).map(again)))).toMatchInlineSnapshot(`
    "dir1  ok  unchanged 5  0.6 s
    dir2  ok  unchanged 4  0.6 s

    2 hosts: nothing to change.
    "
  `)
})

test('-v adds phases, unchanged resources and roles', async () => {
  const one = report([host('dir1', { outcome: 'changed', steps: directorSteps.slice(2, 4) })])
  expect((await shown(one, { verbose: 1 })).replaceAll(/^\d\d:\d\d:\d\d/gm, '03:00:00')).toMatchInlineSnapshot(`
    "03:00:00 play directors: dir1
    03:00:00 dir1: connecting
    03:00:00 dir1: probing
    03:00:00 dir1: applying
    03:00:00 dir1: service[keepalived] … (1 of 8)
    03:00:00 dir1: service[keepalived] applied in 0.5 s
    03:00:00 dir1: service[keepalived] updated and refreshed
    03:00:00 dir1: changed 1 (0.6 s)

    directors
      dir1
        = sysctl[net.ipv4.ip_forward]  unchanged  (role keepalived-master)
        ~ service[keepalived]  updated and refreshed  (role keepalived-master)
            running: false → true
            enabled: false → true

    dir1  changed  updated 1, unchanged 1  0.6 s

    1 host: 1 changed. 1 change in 14.2 s.
    "
  `)
})

test('the same failure of several hosts is told once, and why others were not started', async () => {
  const failed = site().hosts[2]!.steps
  const stopped = {
    outcome: 'skipped',
    message: 'not started: play "directors" stopped because dir1 failed',
    seconds: 0,
  } as const
  const hosts = [
    host('dir1', { outcome: 'failed', steps: failed }),
    host('dir2', { outcome: 'failed', steps: failed }),
    host('dir3', { outcome: 'failed', message: 'role keepalived-master threw', hint: 'Mend the role.' }),
    host('dir4', stopped),
    host('dir5', stopped),
  ]
  expect(await shown(report(hosts))).toMatchInlineSnapshot(`
    "play directors: dir[1:5]
    dir1: pkg[keepalived] … (1 of 8)
    dir1: pkg[keepalived] applied in 0.5 s
    dir1: file[/etc/keepalived/keepalived.conf] … (1 of 8)
    dir1: FAILED file[/etc/keepalived/keepalived.conf]: keepalived refused the new file; the old one is still in place
    dir2: pkg[keepalived] … (1 of 8)
    dir2: pkg[keepalived] applied in 0.5 s
    dir2: file[/etc/keepalived/keepalived.conf] … (1 of 8)
    dir2: FAILED file[/etc/keepalived/keepalived.conf]: keepalived refused the new file; the old one is still in place
    dir3: failed: role keepalived-master threw
    dir4: skipped: not started: play "directors" stopped because dir1 failed
    dir5: skipped: not started: play "directors" stopped because dir1 failed

    directors
      dir1, dir2
        + pkg[keepalived]  created
            installed: true

    FAILED dir1, dir2: file[/etc/keepalived/keepalived.conf]
      keepalived refused the new file; the old one is still in place
      exit code 4, last output:
        │ (Line 12) Unknown keyword 'virtual_ipadress'
        │ Configuration file has errors
      role keepalived-backup: declared at roles/keepalived-master/role.ts:14:7
      asked for at playbooks/site.yaml:9:7
      → Correct keepalived.params.virtual_servers in group_vars/directors.yml.

    FAILED dir3
      role keepalived-master threw
      → Mend the role.

    SKIPPED dir4, dir5
      not started: play "directors" stopped because dir1 failed

    dir1  failed   created 1, failed 1, skipped 1                             0.6 s
    dir2  failed   created 1, failed 1, skipped 1                             0.6 s
    dir3  failed   role keepalived-master threw                               0.6 s
    dir4  skipped  not started: play "directors" stopped because dir1 failed  0.0 s
    dir5  skipped  not started: play "directors" stopped because dir1 failed  0.0 s

    5 hosts: 3 failed, 2 skipped. 2 changes in 14.2 s.
    "
  `)
})

test('with many hosts a log has a line a host', async () => {
  const hosts = Array.from({ length: 40 }, (_, i) => host(`rs${i + 1}`, { outcome: 'changed', steps: directorSteps }))
  const text = await shown(report(hosts))
  expect(text.split('\n').slice(38)).toMatchInlineSnapshot(`
    [
      "rs34: changed 3 (0.6 s)",
      "rs35: changed 3 (0.6 s)",
      "rs36: changed 3 (0.6 s)",
      "rs37: changed 3 (0.6 s)",
      "rs38: changed 3 (0.6 s)",
      "rs39: changed 3 (0.6 s)",
      "rs40: changed 3 (0.6 s)",
      "",
      "directors",
      "  rs[1:40]",
      "    + pkg[keepalived]  created",
      "        installed: true",
      "    ~ file[/etc/keepalived/keepalived.conf]  updated",
      "        mode: 0644 → 0640",
      "        content: +3 −2 lines",
      "    ~ service[keepalived]  updated and refreshed",
      "        running: false → true",
      "        enabled: false → true",
      "",
      "all  40 hosts  created 40, updated 80, unchanged 40  14.2 s",
      "",
      "40 hosts: 40 changed. 120 changes in 14.2 s.",
      "",
    ]
  `)
})

test('plays stand in the order in which they ran, not in that of the first host', async () => {
  const late = step('pkg[b]', { play: 'second', outcome: 'created' })
  const early = step('pkg[a]', { play: 'first', outcome: 'created' })
  const { ui, stdout } = uiInMemory()
  const hosts = [
    host('x', { outcome: 'changed', steps: [late] }),
    host('y', { outcome: 'changed', steps: [early, late] }),
  ]
  ui.listener({ type: 'result', host: 'y', step: early })
  ui.listener({ type: 'result', host: 'x', step: late })
  await ui.finish(report(hosts))
  expect(stdout.text().indexOf('first')).toBeLessThan(stdout.text().indexOf('second'))
})

test('colours only when asked for', async () => {
  const csi = '\u001b['
  expect(await shown(site(), { diff: true, verbose: 2 })).not.toContain(csi)
  expect(await shown(site(), { color: true })).toContain(csi)
})

test('a host cannot write escape sequences to the terminal', async () => {
  const failure = { message: '\u001b[2Jgone', exitCode: 1, output: '10 %\r20 %\r\n\u001b]0;owned\u0007x', hint: '' }
  const hosts = [host('a', { outcome: 'failed', steps: [step('file[x]', { outcome: 'failed', failure })] })]
  const text = await shown(report(hosts))
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  expect(text).toContain('    │ 20 %\n')
})
