import type { Adopted } from '../lvs/adopt/adopt.ts'
import { givenHostDifferences } from '../lvs/adopt/given-host.ts'
import { asWritten } from '../lvs/adopt/origins.ts'
import { adoptionDifferences } from '../lvs/adopt/verify.ts'
import { linterOf } from '../lvs/lint/linter.ts'
import type { Site } from '../model/play.ts'
import type { RunPreview } from './preview.ts'
import type { Judged } from './report.ts'
import type { Source } from './source.ts'

/** What the new files come to: linted, for that keepalived where no host was asked, and compared with what was given. */
export function judged(
  site: Site,
  { origin }: Adopted,
  { directors, facts, given }: Source,
  { version, preview }: { readonly version: string | undefined; readonly preview: RunPreview | null },
): Judged {
  const linter = linterOf(asWritten(site, origin, { file: directors[0]!.file, line: 1, column: 1 }))
  const seen = linter.hosts.flatMap((host) => {
    const found = facts.get(host.name)
    return found ? [linter.host(host, found)] : []
  })
  const objections = [linter.cluster(version), ...seen].flatMap(({ errors, warnings }) => [...errors, ...warnings])
  return {
    objections,
    differences: adoptionDifferences(directors, site),
    hosts: givenHostDifferences(site, given),
    preview,
  }
}
