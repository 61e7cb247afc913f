import type { Host } from '../../model/host.ts'
import type { Sights } from './sight.ts'

/** The steps of a run that start keepalived, or restart one that hangs. */
const kinds = ['keepalived-process', 'service']

/** What is told of directors whose keepalived hangs or does not run, before anything that comes of it: what an instance shows there is old. Null: none is known to. */
export function sickness(
  directors: readonly Host[],
  { hosts, mend }: Sights,
): { readonly names: readonly string[]; readonly text: string } | null {
  const sick = directors.flatMap(({ name }) => {
    const { runs, hung } = hosts.get(name)?.keepalived ?? { runs: true, hung: '' }
    if (hung !== '') return [{ name, text: `keepalived of ${name} hangs (process ${hung} is stopped)` }]
    return runs ? [] : [{ name, text: `keepalived does not run on ${name}` }]
  })
  if (sick.length === 0) return null
  const names = sick.map(({ name }) => name)
  const way = mend(names, kinds) ?? `on ${names.join(', ')}: service keepalived restart`
  return { names, text: `${sick.map(({ text }) => text).join(', ')}: ${way}` }
}
