import pLimit from 'p-limit'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import { readFacts } from '../resources/facts/read.ts'
import { excess, mostOfFacts } from '../shell/excess.ts'
import type { Transcript } from '../shell/frames.ts'
import { ask, type Observer, understood } from '../verify/observe.ts'
import { adoptScript, confPath } from './look.ts'

/** What a live host says of itself. */
export interface Fetched {
  readonly host: Host
  readonly facts: Facts
  /** Path to text: keepalived.conf and what it includes; none where it is no director, or they can not be read. */
  readonly files: ReadonlyMap<string, string>
  /** What its keepalived was told on its command line; empty where none runs. */
  readonly started: readonly string[]
  /** Whether there is the user keepalived_script. */
  readonly hasScriptUser: boolean
  /** What `ipvsadm -Sn` says; null where there is no table. */
  readonly table: string | null
}

/** A host that could not be entered or understood. */
export interface NotFetched {
  readonly host: Host
  readonly why: string
}

/** Asks all hosts side by side, each to its end, with one script that changes nothing. Rejects for no host. */
export function fetchHosts(
  hosts: readonly Host[],
  directors: ReadonlySet<string>,
  observer: Observer,
): Promise<readonly (Fetched | NotFetched)[]> {
  const limit = pLimit(observer.forks)
  const fetch = async (host: Host): Promise<Fetched | NotFetched> => {
    const script = (token: string) => adoptScript(token, directors.has(host.name) ? confPath : null)
    const answer = await ask(host.name, host.connection, script, observer)
    const found = understood(host.name, () => ('why' in answer ? answer : fetched(host, answer)), observer)
    return 'why' in found ? { host, why: found.why } : found
  }
  return Promise.all(hosts.map((host) => limit(() => fetch(host))))
}

function fetched(host: Host, { sections }: Transcript): Fetched | NotFetched {
  const tooMuch = excess(sections.get('facts'), mostOfFacts)
  if (tooMuch !== null) return { host, why: `${host.name}: of the host's facts, ${tooMuch}` }
  return {
    host,
    facts: readFacts(sections.get('facts')?.values ?? {}),
    files: filesIn(sections.get('configuration')?.values ?? {}),
    started: (sections.get('daemon')?.values.started ?? '').split('\n').filter((word) => word !== ''),
    hasScriptUser: sections.get('daemon')?.values.script_user === 'yes',
    table: sections.get('table')?.values.table ?? null,
  }
}

/** Path to text of the files that were printed. */
export function filesIn(values: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const paths = Object.entries(values).filter(([key]) => key.startsWith('path.'))
  return new Map(paths.map(([key, path]) => [path, values[key.replace('path.', 'text.')] ?? '']))
}
