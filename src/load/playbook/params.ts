import { didYouMean, nearest } from '../../model/nearest.ts'
import { showPosition } from '../../model/position.ts'
import type { KnownHost } from '../connection/known-host.ts'
import type { Param, Ready } from '../schema/role-schema.ts'
import { expected } from '../schema/schema-words.ts'
import type { Resolve } from '../template/resolver.ts'
import type { Problems } from '../text/problems.ts'
import { listed, sentences } from '../text/sentences.ts'
import type { Variable, Variables } from '../text/variable.ts'
import type { PlayDraft, RoleEntry } from './play-draft.ts'
import { roleKeyHint } from './playbook-keys.ts'

/** Where a role's params may come from, but for the host. */
export interface ParamSources {
  readonly entry: RoleEntry
  readonly play: PlayDraft
  readonly extraVars: Variables
  readonly resolve: Resolve
}

/** A role's params on each of the hosts: -e, then beside the role, then the play's vars, then the host's, then the default. */
export function paramsOn(
  hosts: readonly KnownHost[],
  params: ReadonlyMap<string, Param>,
  sources: ParamSources,
  problems: Problems,
): (host: KnownHost) => Readonly<Record<string, unknown>> {
  tellUnknown(params, sources, problems)
  const columns = [...params.values()].map((param) => ({ param, on: onHosts(hosts, param, sources, problems) }))
  return (host) => {
    const values: Record<string, unknown> = {}
    for (const { param, on } of columns) {
      const ready = on(host)
      if (ready) values[param.name] = ready.value
    }
    return Object.freeze(values)
  }
}

function onHosts(
  hosts: readonly KnownHost[],
  param: Param,
  sources: ParamSources,
  problems: Problems,
): (host: KnownHost) => Ready | undefined {
  const { entry, play, extraVars, resolve } = sources
  const over = [extraVars, entry.params, play.vars]
  const read = (variable: Variable, host: KnownHost) => {
    const ready = resolve(variable, { name: param.name, host, over }, problems)
    return ready && param.read(ready)
  }
  const forAll = extraVars.get(param.name) ?? entry.params.get(param.name) ?? play.vars.get(param.name)
  if (forAll) return (host) => read(forAll, host)
  const lacking = param.otherwise ? [] : hosts.filter((host) => !host.variable(param.name))
  if (lacking.length > 0) tellLacking(lacking, param, entry, problems)
  return (host) => {
    const variable = host.variable(param.name)
    return variable ? read(variable, host) : param.otherwise
  }
}

function tellLacking(
  hosts: readonly KnownHost[],
  { name, schema }: Param,
  { name: role, where }: RoleEntry,
  problems: Problems,
): void {
  const [first] = hosts
  const near = first && nearest(name, Object.keys(first.vars))
  const at = near === undefined ? undefined : first?.variable(near)?.locate([], 'key')
  const hint = sentences(
    near && at && `Did you mean ${near} (${showPosition(at)})? It must be named ${name}.`,
    `It must be ${expected(schema)}.`,
    `Set it in group_vars, host_vars, the play's vars, or beside the role.`,
  )
  problems.add(
    where,
    `the role ${role} needs ${name}, which ${listed(
      hosts.map((host) => host.name),
      5,
    )} ${hosts.length > 1 ? 'do' : 'does'} not have`,
    hint,
  )
}

function tellUnknown(params: ReadonlyMap<string, Param>, { entry }: ParamSources, problems: Problems): void {
  for (const [name, variable] of entry.params) {
    if (params.has(name)) continue
    const all = params.size > 0 ? `Params are ${listed([...params.keys()], 30)}.` : 'It has none.'
    const hint = roleKeyHint(name) ?? sentences(didYouMean(name, [...params.keys(), 'tags']), all)
    problems.add(variable.locate([], 'key'), `the role ${entry.name} has no param ${name}`, hint)
  }
}
