import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { picturePrometheus } from '../../src/ui/picture/prometheus.ts'
import { livePicture } from '../support/picture.ts'
import { promtool } from '../support/promtool.ts'

const rules = join(import.meta.dirname, '../../docs/prometheus/alerts.yml')
const folder = mkdtempSync(join(tmpdir(), 'lbprov-alerts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const program = promtool()

function run(words: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(program, words, { input, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

test('Prometheus takes the rules, and has nothing to say of the metrics', () => {
  expect(run(['check', 'rules', rules])).toEqual({ status: 0, said: expect.stringMatching(/SUCCESS: \d+ rules found/) })
  expect(run(['check', 'metrics'], picturePrometheus(livePicture()))).toEqual({ status: 0, said: '' })
})

/** Two instances that one node_exporter tells of, on two directors. */
const series = (masters: readonly (readonly [string, string, number])[]) =>
  masters.map(([instance, director, value]) => ({
    series: `lbprov_vrrp_master{instance="ops1:9100",vrrp_instance="${instance}",director="${director}"}`,
    values: `${value}+0x10`,
  }))

test('the rules fire for what they name, and for nothing else', () => {
  const well = series([
    ['VI_1', 'dir1', 1],
    ['VI_1', 'dir2', 0],
    ['VI_2', 'dir1', 1],
    ['VI_2', 'dir2', 0],
  ])
  const split = series([
    ['VI_1', 'dir1', 1],
    ['VI_1', 'dir2', 1],
    ['VI_2', 'dir1', 0],
    ['VI_2', 'dir2', 0],
  ])
  const fires = (alertname: string, vrrp_instance: string, summary: string) => ({
    eval_time: '5m',
    alertname,
    exp_alerts: [{ exp_labels: { severity: 'critical', vrrp_instance }, exp_annotations: { summary } }],
  })
  const silent = (alertname: string) => ({ eval_time: '5m', alertname, exp_alerts: [] })
  const names = ['VirtualAddressWithTwoMasters', 'VirtualAddressWithoutMaster'] as const
  const cases = {
    rule_files: [rules],
    evaluation_interval: '30s',
    tests: [
      { interval: '1m', input_series: well, alert_rule_test: names.map(silent) },
      {
        interval: '1m',
        input_series: split,
        alert_rule_test: [
          fires(names[0], 'VI_1', 'the addresses of VI_1 are on more than one director'),
          fires(names[1], 'VI_2', 'no director has the addresses of VI_2'),
        ],
      },
    ],
  }
  const file = join(folder, 'cases.yml')
  writeFileSync(file, JSON.stringify(cases))
  expect(run(['test', 'rules', file])).toEqual({ status: 0, said: expect.stringContaining('SUCCESS') })
})
