import type { HostReport, Report, StepReport } from '../model/report.ts'
import { cleaner } from './clean.ts'
import { xml } from './junit.ts'

/** A run or check as JUnit XML: a suite a host, a case a step. A step that failed is a failure, one that was not begun is skipped; why a host as a whole did not end well is an error. */
export function runJunit({ hosts, seconds }: Report, secrets: readonly string[]): string {
  const clean = cleaner(secrets)
  const text = (value: string) => xml(clean(value))
  const head = `<testsuites name="lbprov run" ${counts(hosts)} time="${seconds.toFixed(3)}">`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    head,
    ...hosts.map((host) => suite(host, text)),
    '</testsuites>',
    '',
  ].join('\n')
}

type Text = (value: string) => string

function suite(report: HostReport, text: Text): string {
  const { host, steps, seconds } = report
  const head = `  <testsuite name="${text(host)}" ${counts([report])} time="${seconds.toFixed(3)}">`
  return [head, ...wrong(report, text), ...steps.map((step) => testCase(report, step, text)), '  </testsuite>'].join(
    '\n',
  )
}

function counts(hosts: readonly HostReport[]): string {
  const steps = hosts.flatMap((host) => host.steps)
  const count = (outcome: StepReport['outcome']) => steps.filter((step) => step.outcome === outcome).length
  const errors = hosts.filter(isWrong).length
  return `tests="${steps.length + errors}" failures="${count('failed')}" errors="${errors}" skipped="${count('skipped')}"`
}

const isWrong = ({ outcome, message }: HostReport) =>
  message !== undefined && (outcome === 'failed' || outcome === 'unreachable')

function wrong(report: HostReport, text: Text): string[] {
  if (!isWrong(report)) return []
  const { host, outcome, message = '', hint } = report
  const body = [message, ...(hint ? [`to do: ${hint}`] : [])].join('\n')
  return [
    `    <testcase classname="lbprov" name="${text(host)}"><error type="${outcome}" message="${text(message)}">${text(body)}</error></testcase>`,
  ]
}

function testCase({ message = '' }: HostReport, { role, resource, outcome, failure }: StepReport, text: Text): string {
  const head = `    <testcase classname="${text(`lbprov.${role}`)}" name="${text(resource)}"`
  if (outcome === 'skipped') return `${head}><skipped message="${text(message)}"/></testcase>`
  if (outcome !== 'failed') return `${head}/>`
  const body = [failure?.output ?? '', ...(failure ? [`to do: ${failure.hint}`] : [])].join('\n')
  return `${head}><failure message="${text(failure?.message ?? 'failed')}">${text(body)}</failure></testcase>`
}
