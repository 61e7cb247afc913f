import { beforeEach, expect, test } from 'vitest'
import { statusExitCode } from '../../../src/cli/status.ts'
import { scenesOf } from '../../../src/lvs/cluster/scene.ts'
import { ipvsadmRules } from '../../../src/lvs/table/ipvsadm.ts'
import { painter } from '../../../src/ui/paint.ts'
import { picturePrometheus } from '../../../src/ui/picture/prometheus.ts'
import { pictureText } from '../../../src/ui/picture/text.ts'
import { keptOpen } from '../../../src/verify/kept-open.ts'
import { statusOf } from '../../../src/verify/status.ts'
import { type FakeDirector, type FakeServer, fakeDirectors } from '../../support/fake-directors.ts'
import { siteOfClusters } from '../../support/picture.ts'

const site = siteOfClusters(1, 2)
const [scene] = scenesOf(site)
const [master, backup] = ['10.1.0.2', '10.1.0.3'] as const
const since = Date.UTC(2026, 10, 28, 12) / 1000

let directors: Record<string, FakeDirector>
let servers: Record<string, FakeServer>
beforeEach(() => {
  servers = {}
  const table = [...ipvsadmRules(scene!.cluster)]
  const load = { '10.1.0.10:80': [3, 12, 4000, 7], '10.1.0.11:80': [2, 8, 3000, 5] } as const
  directors = {
    [master]: { holds: ['10.1.0.225'], table, load, since, log: [] },
    [backup]: { holds: [], table, load: {}, since, log: [] },
  }
})

function start(watched = false) {
  const fake = fakeDirectors(directors, 'VI_1', servers)
  const { connect, close } = keptOpen(fake.connect)
  const scripts: string[] = []
  const onScript = (host: string, _: string, text: string) => void scripts.push(`${host} ${text}`)
  const look = statusOf('site.yaml', site, { connect, forks: 5, watched, onScript })
  return { look, count: fake.count, close, scripts }
}

const textOf = (picture: Awaited<ReturnType<ReturnType<typeof statusOf>>>) => pictureText(picture, painter(false))

test('one look fills the picture: who is master and since when, tables, connections, rates', async () => {
  const { look, count, close } = start()
  expect(textOf(await look())).toMatchInlineSnapshot(`
    "cluster of dir1a, dir1b
      dir1a (10.1.0.2): table as the model, sync master on em1, syncid 51, keepalived.conf of 2026-11-28T12:00:00Z, last run of 2026-11-28T11:59:30Z by anna@ops1
      dir1b (10.1.0.3): table as the model, sync backup on em1, syncid 51, keepalived.conf of 2026-11-28T12:00:00Z, last run of 2026-11-28T11:59:30Z by anna@ops1
      10.1.0.225/32  VI_1, router id 51
        dir1a  priority 150  master  ● is master  since 2026-11-28T12:00:00Z
        dir1b  priority 100  backup  ○ is backup  since 2026-11-28T12:00:00Z
        10.1.0.225:80/TCP  wrr, persistent 50 s
          rs1-01  10.1.0.10:80  weight 1  DR  TCP_CHECK  ● up  active 3  inactive 12  7/s  in 2.0 kB/s
          rs1-02  10.1.0.11:80  weight 1  DR  TCP_CHECK  ● up  active 2  inactive 8   5/s  in 2.0 kB/s
        10.1.0.225:443/TCP  wlc
          rs1-01  10.1.0.10:443  weight 1  DR  no checker  ● up  active 0  inactive 0  0/s  in 2.0 kB/s
          rs1-02  10.1.0.11:443  weight 1  DR  no checker  ● up  active 0  inactive 0  0/s  in 2.0 kB/s
          sorry server 10.1.0.250:443
    "
  `)
  expect([count.entered, count.asked]).toEqual([4, 4])
  await close()
})

test('a real server is asked what it lacks, and one that can not be entered is said', async () => {
  servers['10.1.0.10'] = { addresses: ['10.1.0.10'], ports: [443] }
  servers['10.1.0.11'] = { down: true }
  const { look, close } = start()
  const picture = await look()
  const [lacking, gone] = picture.clusters[0]!.services[0]!.servers
  const faults = ['it does not have 10.1.0.225', 'nothing listens on 10.1.0.225:80/TCP']
  expect(lacking!.live!.host).toEqual({ unseen: null, faults })
  expect(gone!.live!.host!.unseen).toMatch(/^(?!rs1-02).*no route to host/)
  for (const words of [...faults, 'not seen: ', 'no route to host']) expect(textOf(picture)).toContain(words)
  expect(statusExitCode(picture)).toBe(4)
  const metrics = picturePrometheus(picture)
  expect(metrics).toContain('lbprov_real_server_faults{host="rs1-01"} 2\n')
  expect(metrics).toContain('lbprov_real_server_up{host="rs1-02"} 0\n')
  await close()
})

test('a real server that is out is told with what keepalived says of its check, a table that differs with the entry', async () => {
  const said = 'TCP connection to [10.1.0.11]:tcp:80 failed.'
  directors[master]!.table = directors[master]!.table.filter((line) => !line.includes('10.1.0.11:80 '))
  directors[master]!.log = ['Activating BFD', said, 'Removing service [10.1.0.11]:tcp:80 from VS [10.1.0.225]:tcp:80']
  const { look, close } = start()
  const picture = await look()
  const [, out] = picture.clusters[0]!.services[0]!.servers
  expect(out!.live).toMatchObject({ state: 'out', why: said })
  expect(picture.clusters[0]!.directors[0]!.live!.differences).toEqual(['-t 10.1.0.225:80 -r 10.1.0.11:80 is missing'])
  await close()
})

test('looks that follow go over the same connections, and see a failover', async () => {
  const { look, count, close, scripts } = start()
  await look()
  directors[backup]!.holds = directors[master]!.holds.splice(0)
  directors[backup]!.since = since + 60
  const standings = async () => (await look()).clusters[0]!.instances[0]!.directors
  const [old, next] = await standings()
  expect([old!.state, old!.since, next!.state, next!.since]).toEqual(['backup', undefined, 'master', undefined])
  await expect.poll(standings).toMatchObject([
    { name: 'dir1a', state: 'backup' },
    { name: 'dir1b', state: 'master', since: '2026-11-28T12:01:00Z' },
  ])
  await look()
  const before = count.asked
  scripts.length = 0
  await look()
  expect([count.entered, count.asked - before]).toEqual([4, 2])
  // Most looks cost a host four processes.
  for (const script of scripts) expect(script).not.toMatch(/ipvsadm -Sn|journalctl|kill -USR1|stat -c/)
  await close()
})

test('a table that changes is read at once, and a director that hangs holds up nobody', async () => {
  const { look, close } = start(true)
  await look()
  directors[master]!.hangs = true
  directors[backup]!.holds = directors[master]!.holds
  directors[backup]!.table = directors[backup]!.table.filter((line) => !line.includes('10.1.0.11:80 '))
  const [cluster] = (await look()).clusters
  expect(cluster!.directors[0]!.live!.unseen).toContain('no answer since')
  expect(cluster!.instances[0]!.directors.map(({ state }) => state)).toEqual(['unknown', 'master'])
  expect(cluster!.directors[1]!.live!.differences).toEqual(['-t 10.1.0.225:80 -r 10.1.0.11:80 is missing'])
  expect(cluster!.services[0]!.servers[1]!.live!.state).toBe('out')
  await close()
})

test('a director that can not be looked at is unknown, and the other is shown', async () => {
  directors[master]!.down = true
  const { look, close } = start()
  const picture = await look()
  expect(picture.clusters[0]!.directors[0]!.live!.unseen).toContain('no route to host')
  expect(picture.clusters[0]!.instances[0]!.directors[0]!.state).toBe('unknown')
  expect(picture.clusters[0]!.services[0]!.servers[0]!.live!.state).toBe('up')
  await close()
})

test('where no table was seen there are no numbers', async () => {
  directors[master]!.down = directors[backup]!.down = true
  const { look, close } = start()
  const picture = await look()
  expect(textOf(picture)).toContain('? unknown\n')
  expect(textOf(picture)).not.toContain('active')
  expect(picturePrometheus(picture)).not.toContain('lbprov_ipvs_backend_up')
  await close()
})

test('as metrics', async () => {
  const { look, close } = start()
  const text = picturePrometheus(await look())
  expect(text).toContain('lbprov_vrrp_master{director="dir1a",vrrp_instance="VI_1"} 1\n')
  expect(text).toContain(
    'lbprov_ipvs_backend_connections_active{local_address="10.1.0.225",local_port="80",proto="TCP",local_mark="",remote_address="10.1.0.10",remote_port="80",host="rs1-01"} 3\n',
  )
  await close()
})
