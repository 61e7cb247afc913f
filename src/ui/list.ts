import type { HostReport } from '../model/report.ts'
import { hostList } from './hosts.ts'

export interface PlayHosts {
  readonly play: string
  readonly hosts: readonly string[]
}

/** A resource that a role brings about on a host. */
export interface ListedStep {
  readonly play: string
  readonly host: string
  readonly role: string
  readonly resource: string
  readonly tags: readonly string[]
}

/** Text of `--list-hosts`: the hosts of each play, a line each. */
export function listHosts(plays: readonly PlayHosts[]): string {
  const lines = plays.flatMap(({ play, hosts }) => [
    `${play} (${hosts.length})`,
    ...(hosts.length === 0 ? ['  no hosts'] : hosts.map((host) => `  ${host}`)),
  ])
  return `${lines.join('\n')}\n`
}

/** Text of `--list-steps`: by play, hosts, role; hosts with the same steps are named together. */
export function listSteps(steps: readonly ListedStep[]): string {
  const lines = [...Map.groupBy(steps, ({ play }) => play)].flatMap(([play, own]) => [play, ...playLines(own)])
  return lines.length === 0 ? 'no steps\n' : `${lines.join('\n')}\n`
}

function playLines(steps: readonly ListedStep[]): string[] {
  const hosts = [...Map.groupBy(steps, ({ host }) => host)].map(([host, own]) => ({ host, lines: roleLines(own) }))
  const alike = Map.groupBy(hosts, ({ lines }) => lines.join('\n'))
  return [...alike].flatMap(([text, same]) => [`  ${hostList(same.map(({ host }) => host))}`, text])
}

function roleLines(steps: readonly ListedStep[]): string[] {
  return [...Map.groupBy(steps, ({ role }) => role)].flatMap(([role, own]) => [`    ${role}`, ...own.map(stepLine)])
}

function stepLine({ resource, tags }: ListedStep): string {
  return `      ${resource}${tags.length > 0 ? `  [${tags.join(', ')}]` : ''}`
}

/** What `--list-steps --format json` has: each step, and the hosts that could not be looked at. */
export function stepsDocument(steps: readonly ListedStep[], notLooked: readonly HostReport[]) {
  return {
    steps: steps.map(({ play, host, role, resource, tags }) => ({ play, host, role, resource, tags })),
    notListed: notLooked.map(({ host, outcome, message, hint }) => ({ host, outcome, message, hint })),
  }
}

/** A list as one JSON document. */
export function listJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
