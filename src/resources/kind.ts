import type { Kind, Provider } from '../model/resource.ts'
import { type AttributesOf, listOf, needed, object, type } from '../model/type.ts'
import { argument, refuse } from './call.ts'
import { nameType } from './names.ts'

const method = type<(...given: never) => unknown>('a function', (value) => typeof value === 'function')

const provider: AttributesOf<Provider> = {
  name: needed(nameType),
  suits: method,
  probe: needed(method),
  lookAhead: method,
  apply: needed(method),
  undo: method,
  together: object({ apply: needed(method), mayOvertake: needed(method) }),
  hint: method,
}

const kindType: AttributesOf<Kind> = {
  name: needed(nameType),
  providers: needed(listOf(object(provider))),
  attributes: type('an object of types', (value) => typeof value === 'object' && value !== null),
  chosenBy: nameType,
  same: method,
  mask: method,
  hint: method,
  bearsOnPackages: method,
  leftovers: object({
    keep: method,
    take: needed(method),
    identity: method,
    within: method,
    rank: type('a number', Number.isFinite),
  }),
}

/** Looked at once each. */
const goodKinds = new WeakSet<object>()

/** Throws a ConfigError, at the line of the role, for what is no kind. */
export function requireKind(kind: object): void {
  if (goodKinds.has(kind)) return
  const faults = argument('the kind', kind, object(kindType))
  if (faults.length > 0) refuse('declare', faults)
  goodKinds.add(kind)
}
