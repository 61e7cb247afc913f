import { type Fault, faultsIn, faultsOf } from '../model/fault.ts'
import type { ConfirmableMeta, Kind, Resource, State } from '../model/resource.ts'
import { type Attributes, type Type, type } from '../model/type.ts'
import { argument, metaType, refuse } from './call.ts'
import { caller } from './caller.ts'
import { requireKind } from './kind.ts'
import { nameType } from './names.ts'

/** Makes the frozen Resource of a kind. A user's own kind ends in a call of this, as ours do. Throws a ConfigError for what can be no resource. */
export function declare<S extends State, O>(
  kind: Kind<S, O>,
  name: string,
  desired: S | null,
  options: O,
  meta: ConfirmableMeta = {},
): Resource<S, O> {
  requireKind(kind)
  const faults = [...faultsOf('the name', name, nameType), ...faultsOfState(desired, kind.attributes)]
  const all = [...faults, ...argument('the last argument', meta, metaType)]
  if (all.length > 0) refuse(nameType.accepts(name) ? `${kind.name}[${name}]` : kind.name, all)
  const { refreshOn = [], tags = [], confirm } = meta
  return Object.freeze({
    kind,
    name,
    desired: desired && managed(desired),
    options,
    refreshOn,
    tags,
    confirm,
    where: caller(),
  })
}

const stateType: Type<State> = type(
  'an object of attributes, or null',
  (value) => value === null || (typeof value === 'object' && !Array.isArray(value)),
)

const scalar: Type<string | number | boolean> = type(
  'text, a number, true or false',
  (value) => typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value),
)

function faultsOfState(desired: State | null, attributes: Attributes | undefined): readonly Fault[] {
  if (desired === null || !stateType.accepts(desired)) return faultsOf('the desired state', desired, stateType)
  if (attributes) return faultsIn('', desired, attributes)
  for (const name in desired)
    if (desired[name] !== undefined && !scalar.accepts(desired[name])) return faultsOf(name, desired[name], scalar)
  return []
}

/** Attributes given as undefined are not managed. */
function managed<S extends State>(desired: S): S {
  return Object.freeze(Object.fromEntries(Object.entries(desired).filter(([, value]) => value !== undefined))) as S
}
