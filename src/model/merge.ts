import { type ReportDocument, type StepReport, worst } from './report.ts'

/** A report and where it is from. */
export interface ReportPart {
  readonly file: string
  readonly document: ReportDocument
}

/** The reports of the shards of one run as one report, or what keeps them from being that. */
export function mergeReports(parts: readonly ReportPart[]): ReportDocument | { readonly problems: readonly string[] } {
  const problems = [...strangers(parts), ...doubles(parts), ...absent(parts)]
  if (problems.length > 0) return { problems }
  const documents = parts.map(({ document }) => document)
  const begins = documents.map(({ startedAt }) => Date.parse(startedAt))
  const ends = documents.map(({ startedAt, seconds }) => Date.parse(startedAt) + seconds * 1000)
  const { lbprov, playbook, check } = documents[0]!
  const profiles = documents.flatMap(({ profile }) => profile ?? [])
  return {
    lbprov,
    exitCode: worst(documents.map(({ exitCode }) => exitCode)),
    playbook,
    check,
    startedAt: new Date(Math.min(...begins)).toISOString(),
    seconds: (Math.max(...ends) - Math.min(...begins)) / 1000,
    ...withStages(documents),
    ...(profiles.length > 0 && {
      profile: {
        startUp: Math.max(...profiles.map(({ startUp }) => startUp)),
        hosts: profiles.flatMap(({ hosts }) => hosts),
      },
    }),
  }
}

/** Each shard has stages of its own, one shard's after the other's. */
function withStages(documents: readonly ReportDocument[]): Pick<ReportDocument, 'stages' | 'hosts'> {
  let before = 0
  const hosts = documents.flatMap((document) => {
    const own = before
    before += document.stages?.length ?? 0
    return document.hosts.map((host) => ({ ...host, steps: host.steps.map((step) => shifted(step, own)) }))
  })
  return before === 0 ? { hosts } : { stages: documents.flatMap(({ stages = [] }) => stages), hosts }
}

const shifted = (step: StepReport, by: number): StepReport =>
  step.stage === undefined ? step : { ...step, stage: step.stage + by }

/** Reports of another playbook, version or kind than the first. */
function strangers([first, ...others]: readonly ReportPart[]): string[] {
  if (!first) return ['there is no report to merge']
  const kind = ({ lbprov, playbook, check, shard }: ReportDocument) =>
    `a ${check ? 'check' : 'run'} of ${playbook} by lbprov ${lbprov}${shard ? ` in ${shard.count} shards` : ''}`
  return others
    .filter(({ document }) => kind(document) !== kind(first.document))
    .map(({ file, document }) => `${file} is ${kind(document)}, but ${first.file} is ${kind(first.document)}`)
}

function doubles(parts: readonly ReportPart[]): string[] {
  const seen = new Map<string, string>()
  return parts.flatMap(({ file, document }) =>
    document.hosts.flatMap(({ host }) => {
      const other = seen.get(host)
      seen.set(host, file)
      return other === undefined ? [] : [`${host} is in ${other} and in ${file}`]
    }),
  )
}

function absent(parts: readonly ReportPart[]): string[] {
  const shards = parts.flatMap(({ document }) => document.shard ?? [])
  const count = shards[0]?.count ?? 0
  const all = Array.from({ length: count }, (_, i) => i + 1)
  return all
    .filter((index) => !shards.some((shard) => shard.index === index))
    .map((index) => `the report of shard ${index}/${count} is missing`)
}
