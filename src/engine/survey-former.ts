import { recordOf } from './host-record.ts'
import type { Run } from './running.ts'
import { surveyAll } from './survey-all.ts'

/** Looks at hosts that the site had, by what the others have on record, and that are in no play now, but in the inventory. Where nothing is left, they are not told of. */
export async function surveyFormer(run: Run): Promise<void> {
  const { owner, site, tags, skipTags, records } = run
  if (!owner || tags || skipTags || site.unlimited || records.some(({ held }) => held)) return
  const known = new Set(records.map(({ host }) => host.name))
  const names = new Set(records.flatMap(({ survey }) => survey?.formerly ?? []))
  const former = [...names].flatMap((name) =>
    known.has(name) || owner.playing.has(name) ? [] : (site.inventory.host(name) ?? []),
  )
  const added = former.map((host) => recordOf(host, run.open(host), 'noticed'))
  records.push(...added)
  await surveyAll(run, added)
  for (const record of added.filter(({ survey }) => survey?.steps.length === 0)) {
    records.splice(records.indexOf(record), 1)
    await record.link.close()
  }
}
