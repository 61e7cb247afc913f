import { type Assertion, type Verification, verificationExitCode } from '../../model/verification.ts'
import { cleaner } from '../clean.ts'
import { type Metric, metricsText } from './metrics.ts'

/** A verification as metrics, for node_exporter's textfile collector. */
export function verifyPrometheus(verification: Verification, secrets: readonly string[]): string {
  const { assertions, startedAt, seconds, unreachable } = verification
  const one = (value: number) => [{ labels: {}, value }]
  const exitCode = verificationExitCode(verification)
  return metricsText([
    gauge('lbprov_verify_success', 'Whether all that must hold holds.', one(Number(exitCode === 0))),
    gauge('lbprov_verify_exit_code', 'What the command exits with.', one(exitCode)),
    gauge('lbprov_verify_timestamp_seconds', 'When it began.', one(Math.floor(Date.parse(startedAt) / 1000))),
    gauge('lbprov_verify_duration_seconds', 'How long it took.', one(seconds)),
    gauge('lbprov_verify_unreachable_hosts', 'Hosts that could not be entered.', one(unreachable.length)),
    gauge('lbprov_verify_assertions', 'Assertions by what became of them.', counts(assertions)),
    gauge('lbprov_verify_failed', 'An assertion that does not hold.', failed(assertions, cleaner(secrets))),
  ])
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, type: 'gauge', help, samples }
}

const verdicts = ['ok', 'failed', 'unchecked'] as const

function counts(assertions: readonly Assertion[]): Metric['samples'] {
  return [...Map.groupBy(assertions, ({ id }) => id)].flatMap(([id, own]) =>
    verdicts.map((verdict) => ({
      labels: { id, verdict },
      value: own.filter((each) => each.verdict === verdict).length,
    })),
  )
}

/** Each once: two that read the same are one series. */
function failed(assertions: readonly Assertion[], clean: (text: string) => string): Metric['samples'] {
  const labels = assertions
    .filter(({ verdict }) => verdict === 'failed')
    .map(({ id, subject, hosts }) => ({ id, subject: clean(subject), hosts: clean(hosts.join(' ')) }))
  const once = new Map(labels.map((each) => [JSON.stringify(each), each]))
  return [...once.values()].map((each) => ({ labels: each, value: 1 }))
}
