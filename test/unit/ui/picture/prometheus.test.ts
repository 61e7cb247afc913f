import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Verification } from '../../../../src/model/verification.ts'
import { metricsText } from '../../../../src/ui/picture/metrics.ts'
import { picturePrometheus } from '../../../../src/ui/picture/prometheus.ts'
import { verifyPrometheus } from '../../../../src/ui/picture/verify-prometheus.ts'
import { livePicture } from '../../../support/picture.ts'

const read = (name: string) => readFileSync(new URL(`../../../../docs/prometheus/${name}`, import.meta.url), 'utf8')

const about = {
  id: 'vip-holder',
  claim: 'one director',
  hosts: ['dir1'],
  expected: 'x',
  seen: 'y',
  remedy: null,
  essential: true,
}
const verification: Verification = {
  playbook: 'site.yaml',
  from: null,
  startedAt: '2026-11-28T12:00:00.000Z',
  seconds: 3.5,
  assertions: [
    { ...about, subject: '192.168.1.225', verdict: 'failed' },
    { ...about, subject: 'Tr0ub4dor', verdict: 'failed' },
    { ...about, subject: '192.168.1.226', verdict: 'ok' },
  ],
  unreachable: [],
  drill: null,
}

const written = picturePrometheus(livePicture()) + verifyPrometheus(verification, ['Tr0ub4dor'])
const names = new Set([...written.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!))

test('every line is one that Prometheus takes, and every series stands once', () => {
  const line = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="(\\.|[^"\\])*",?)*\})? -?\d+(\.\d+)?)$/
  expect(
    written
      .trimEnd()
      .split('\n')
      .filter((each) => !line.test(each)),
  ).toEqual([])
  const series = written.split('\n').map((each) => each.replace(/ \S+$/, ''))
  expect(new Set(series.filter((each) => each.includes('{'))).size).toBe(
    series.filter((each) => each.includes('{')).length,
  )
  expect(written).toContain('lbprov_verify_assertions{id="vip-holder",verdict="failed"} 2\n')
  expect(written).toContain('lbprov_verify_failed{id="vip-holder",subject="‹secret›",hosts="dir1"} 1\n')
})

test('of a director that was not seen it is said that it was not, and nothing else', () => {
  const picture = livePicture()
  const [first] = picture.clusters[0]!.directors
  const unseen = { ...first!, live: { ...first!.live!, unseen: 'no route to host' } }
  const instances = picture.clusters[0]!.instances.map((instance) => ({
    ...instance,
    directors: instance.directors.map((one) =>
      one.name === first!.name ? { ...one, state: 'unknown' as const } : one,
    ),
  }))
  const clusters = [{ ...picture.clusters[0]!, directors: [unseen], instances }]
  const of = picturePrometheus({ ...picture, clusters })
    .split('\n')
    .filter((line) => line.includes(`director="${first!.name}"`) && !/priority|transition/.test(line))
  expect(of).toEqual([`lbprov_director_up{director="${first!.name}"} 0`])
})

test('a label is quoted', () => {
  const samples = [{ labels: { a: '"\\\n' }, value: 1 }]
  expect(metricsText([{ name: 'x', type: 'gauge', help: 'y', samples }])).toContain('x{a="\\"\\\\\\n"} 1')
})

const metricsIn = (expression: string) => expression.match(/lbprov_[a-z_]+/g) ?? []

test('the alert rules ask for metrics that there are', () => {
  const { groups } = parse(read('alerts.yml'))
  const rules: { alert: string; expr: string; annotations: { summary: string } }[] = groups[0].rules
  for (const { alert, expr, annotations } of rules) {
    expect(metricsIn(expr).length, alert).toBeGreaterThan(0)
    expect(
      metricsIn(expr).filter((name) => !names.has(name)),
      alert,
    ).toEqual([])
    expect(annotations.summary).not.toBe('')
  }
})

test('so does the dashboard, whose panels have what Grafana needs and do not overlap', () => {
  const board = JSON.parse(read('dashboard.json'))
  expect(board).toMatchObject({ uid: expect.any(String), title: expect.any(String), schemaVersion: expect.any(Number) })
  const taken = new Set<string>()
  for (const { id, type, gridPos, targets, title } of board.panels) {
    expect([typeof id, typeof type, typeof title]).toEqual(['number', 'string', 'string'])
    for (const { expr } of targets)
      expect(
        metricsIn(expr).filter((name) => !names.has(name)),
        title,
      ).toEqual([])
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(taken.has(`${x} ${y}`), title).toBe(false)
        taken.add(`${x} ${y}`)
      }
  }
})
