import { own } from '../../model/own.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { Finding } from '../cluster/finding.ts'
import { instead } from '../language/checker.ts'
import { entryOf, firstVersion, newerWords, wordsBuiltIn } from '../language/since.ts'
import { atLeast } from '../language/version.ts'
import { globalValues } from './global-values.ts'
import { instanceValues } from './instance-values.ts'
import { serviceValues } from './service-values.ts'
import { inModel, type Use, usesOf } from './uses.ts'

/** Of a cluster each rule asks again. */
const known = new WeakMap<Cluster, { readonly version: string; readonly found: readonly Finding[] }>()

/** What the cluster asks for and that version of keepalived can't do (L26, L35, L57). Silence there would be a different cluster. */
export function unsupportedWords(cluster: Cluster, version: string): readonly Finding[] {
  const last = known.get(cluster)
  if (last?.version === version) return last.found
  const found = wordsUnsupported(cluster, version)
  known.set(cluster, { version, found })
  return found
}

function wordsUnsupported(cluster: Cluster, version: string): readonly Finding[] {
  return [
    ...usesOf(cluster, newerWords(version)).flatMap((use) => tooNew(use, version)),
    ...cluster.services.flatMap((service) => serviceValues(service, version)),
    ...cluster.instances.flatMap((instance) => instanceValues(instance, version)),
    ...globalValues(cluster, version),
  ]
}

function tooNew({ block, word, variable, path }: Use, version: string): readonly Finding[] {
  const first = firstVersion(inModel(block), word)
  if (!first || atLeast(version, first)) return []
  const named =
    own(inKeepalived, `${block} ${word}`) ??
    (block === 'checker' || block === variable ? word : `${block} ${word}`.trimStart())
  return [
    {
      rule: 'L26',
      variable,
      path,
      message: `keepalived ${version} has no ${named}`,
      hint: `it came with ${first}; ${instead(word)}, or ${newer(first)}`,
      lacks: { of: block, name: word },
    },
  ]
}

/** Words of which keepalived's own says more. */
const inKeepalived: Readonly<Record<string, string>> = {
  'vrrp_instance unicast': 'unicast_peer, which unicast takes',
  'keepalived_options log_file': 'option --log-file',
}

/** EL6 came to 1.2.13 by updates, and an installed package is never updated here. */
function newer(first: string): string {
  return atLeast('1.2.13', first) ? 'update keepalived: EL6 has 1.2.13' : 'use a release with a newer keepalived'
}

/** What a keepalived was built without (L26); nothing where it doesn't say, or is not installed yet. */
export function missingOptions(cluster: Cluster, options: readonly string[]): readonly Finding[] {
  if (options.length === 0) return []
  return usesOf(cluster, wordsBuiltIn).flatMap(({ block, word, variable, path }) => {
    const { needs = [] } = entryOf(inModel(block), word) ?? {}
    if (needs.length === 0 || needs.some((option) => options.includes(option))) return []
    const message = `the keepalived of the host was built without ${needs[0]}, which ${word} takes`
    return [{ rule: 'L26', variable, path, message, hint: 'leave it out, or install a keepalived that has it' }]
  })
}
