import { type Verification, verificationExitCode } from '../../model/verification.ts'
import { cleaner } from '../clean.ts'
import { type Metric, metricsText } from './metrics.ts'

/** A verification as metrics, for node_exporter's textfile collector. */
export function verifyPrometheus(verification: Verification, secrets: readonly string[]): string {
  const { assertions, startedAt, seconds, unreachable } = verification
  const clean = cleaner(secrets)
  const gauge = (name: string, help: string, samples: Metric['samples']): Metric => ({
    name,
    type: 'gauge',
    help,
    samples,
  })
  const one = (value: number) => [{ labels: {}, value }]
  const failed = assertions.filter(({ verdict }) => verdict === 'failed')
  const verdicts = ['ok', 'failed', 'unchecked'] as const
  const counts = [...Map.groupBy(assertions, ({ id }) => id)].flatMap(([id, own]) =>
    verdicts.map((verdict) => ({
      labels: { id: clean(id), verdict },
      value: own.filter((each) => each.verdict === verdict).length,
    })),
  )
  const named = new Map(
    failed.map(({ id, subject, hosts }) => [[id, subject, hosts.join(' ')].map((word) => clean(word)).join('\n'), 1]),
  )
  return metricsText([
    gauge(
      'lbprov_verify_success',
      'Whether all that must hold holds.',
      one(Number(verificationExitCode(verification) === 0)),
    ),
    gauge('lbprov_verify_exit_code', 'What the command exits with.', one(verificationExitCode(verification))),
    gauge('lbprov_verify_timestamp_seconds', 'When it began.', one(Math.floor(Date.parse(startedAt) / 1000))),
    gauge('lbprov_verify_duration_seconds', 'How long it took.', one(seconds)),
    gauge('lbprov_verify_unreachable_hosts', 'Hosts that could not be entered.', one(unreachable.length)),
    gauge('lbprov_verify_assertions', 'Assertions by what became of them.', counts),
    gauge(
      'lbprov_verify_failed',
      'An assertion that does not hold.',
      [...named].map(([key, value]) => {
        const [id = '', subject = '', hosts = ''] = key.split('\n')
        return { labels: { id, subject, hosts }, value }
      }),
    ),
  ])
}
