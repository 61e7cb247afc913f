import type { Picture } from '../../model/picture.ts'
import type { Report } from '../../model/report.ts'
import type { Assertion } from '../../model/verification.ts'
import { counted, hostWords, isChange } from '../words.ts'

/** By host, what became of it or was found there. */
export type Marks = ReadonlyMap<string, string>

/** The picture with those marks on it. */
export function marked(picture: Picture, marks: Marks): Picture {
  const mark = <T extends { readonly name: string }>(one: T): T => {
    const text = marks.get(one.name)
    return text === undefined ? one : { ...one, mark: text }
  }
  const clusters = picture.clusters.map((cluster) => ({
    ...cluster,
    instances: cluster.instances.map((one) => ({ ...one, directors: one.directors.map(mark) })),
    services: cluster.services.map((one) => ({ ...one, servers: one.servers.map(mark) })),
  }))
  return { ...picture, clusters }
}

/** What a run made of its hosts: `~ 3 changes`, `✖ failed`. */
export function runMarks({ hosts, check }: Report): Marks {
  const marks = hosts.flatMap(({ host, outcome, steps }) => {
    if (outcome === 'ok') return []
    const changes = steps.filter((step) => isChange(step.outcome)).length
    const words =
      outcome === 'changed'
        ? `~ ${counted(changes, 'change')}${check ? ' to make' : ''}`
        : `✖ ${hostWords(outcome, check)}`
    return [[host, words] as const]
  })
  return new Map(marks)
}

/** How many assertions fail on a host: `✖ 2 fail`. */
export function verifyMarks(assertions: readonly Assertion[]): Marks {
  const failed = assertions.filter(({ verdict }) => verdict === 'failed').flatMap(({ hosts }) => hosts)
  return new Map([...Map.groupBy(failed, (host) => host)].map(([host, all]) => [host, `✖ ${all.length} failed`]))
}
