import { placeName } from '../load/schema/role-schema.ts'
import { schemaCheck } from '../load/schema/schema-check.ts'
import { fillDefaults } from '../load/schema/schema-walk.ts'
import { deepFreeze } from '../load/text/variable.ts'
import { ConfigError, type Problem } from '../model/errors.ts'
import { didYouMean } from '../model/nearest.ts'
import type { Role } from '../model/role.ts'

/** The params that a role gets, or a ConfigError with all that is wrong with them. */
export function completed<P>({ params }: Role<P>, given: Readonly<Record<string, unknown>>): unknown {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(params, name))
  const problems: Problem[] = unknown.map((name) => ({
    message: `the role has no param ${name}`,
    hint: didYouMean(name, Object.keys(params)),
  }))
  const values = Object.entries(params).map(([name, schema]) => {
    const value = fillDefaults(schema, structuredClone(given[name] ?? schema.default))
    if (value === undefined) problems.push({ message: `the role needs ${name}` })
    else
      for (const { path, message, hint } of schemaCheck(schema).faults(value))
        problems.push({ message: `${placeName(name, path)} ${message}`, hint })
    return [name, value] as const
  })
  if (problems.length > 0) throw new ConfigError(problems)
  return deepFreeze(Object.fromEntries(values))
}
