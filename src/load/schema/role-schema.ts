import type { JsonSchema } from '../../model/schema.ts'
import type { FoundRole } from '../playbook/role-files.ts'
import type { Problems } from '../text/problems.ts'
import { deepFreeze, shown, type Variable } from '../text/variable.ts'
import { type SchemaCheck, schemaCheck } from './schema-check.ts'
import { fillDefaults, secretsIn } from './schema-walk.ts'

/** A param's value, ready for the role. */
export interface Ready {
  readonly value: unknown
}

/** One param of a role: how a value for it is judged and completed. */
export interface Param {
  readonly name: string
  readonly schema: JsonSchema
  /** What holds where nobody says anything; undefined: somebody must. */
  readonly otherwise: Ready | undefined
  /** The value completed and frozen, worked out once for each variable. Undefined after telling what is wrong. */
  readonly read: (variable: Variable) => Ready | undefined
}

/** Gives the params of roles, each once for all roles that have it. Schemas that are none are problems of the role's file, and left out. */
export function paramsReader(
  secrets: Set<string>,
  problems: Problems,
): (role: FoundRole) => ReadonlyMap<string, Param> {
  const known = new Map<JsonSchema, Param>()
  const paramOf = (name: string, schema: JsonSchema) => {
    const same = known.get(schema)
    const param = same?.name === name ? same : newParam(name, schema, secrets, problems)
    known.set(schema, param)
    return param
  }
  return (role) => paramsOf(role, paramOf, problems)
}

function newParam(name: string, schema: JsonSchema, secrets: Set<string>, problems: Problems): Param {
  const check = schemaCheck(schema)
  return { name, schema, otherwise: defaultOf(name, check, secrets), read: reader(name, check, secrets, problems) }
}

function paramsOf(
  { definition, file }: FoundRole,
  paramOf: (name: string, schema: JsonSchema) => Param,
  problems: Problems,
): ReadonlyMap<string, Param> {
  const params = new Map<string, Param>()
  for (const [name, schema] of Object.entries(definition.params)) {
    try {
      params.set(name, paramOf(name, schema))
    } catch (error) {
      const hint = 'Mend the schema in the role; docs/playbooks.md lists the formats.'
      problems.lose(
        { file, line: 1, column: 1 },
        `the schema of the param ${name} is not valid: ${(error as Error).message}`,
        hint,
      )
    }
  }
  return params
}

function defaultOf(name: string, check: SchemaCheck, secrets: Set<string>): Ready | undefined {
  if (check.schema.default === undefined) return undefined
  const value = complete(check.schema.default, check)
  const [fault] = check.faults(value)
  if (fault) throw new Error(`its default does not fit it: ${placeName(name, fault.path)} ${fault.message}`)
  return ready(value, check, secrets)
}

function reader(name: string, check: SchemaCheck, secrets: Set<string>, problems: Problems): Param['read'] {
  const known = new Map<Variable, Ready | undefined>()
  return (variable) => {
    if (known.has(variable)) return known.get(variable)
    const value = complete(asWritten(variable, check.schema), check)
    const faults = check.faults(value)
    for (const { path, part, message, hint } of faults)
      problems.add(variable.locate(path, part), `${placeName(name, path)} ${message}`, hint)
    const result = faults.length > 0 ? undefined : ready(value, check, secrets)
    known.set(variable, result)
    return result
  }
}

function ready(value: unknown, { schema }: SchemaCheck, secrets: Set<string>): Ready {
  for (const secret of secretsIn(schema, value)) secrets.add(secret)
  return { value: deepFreeze(value) }
}

function complete(value: unknown, { schema }: SchemaCheck): unknown {
  return fillDefaults(schema, structuredClone(value))
}

// Where INI or -e wrote a number and the role wants text, the text as typed is what was meant: 0644, 1e5, 1.10.
// So it is with words that YAML has for true and false.
function asWritten({ value, text }: Variable, schema: JsonSchema): unknown {
  const wantsText = schema.type === 'string' || (Array.isArray(schema.enum) && schema.enum.includes(text))
  return wantsText && text !== undefined && (typeof value === 'number' || typeof value === 'boolean') ? text : value
}

/** `vrrp_instances.VI_1.vips[0]`. */
export function placeName(name: string, path: readonly (string | number)[]): string {
  const step = (key: string | number) =>
    typeof key === 'number' ? `[${key}]` : /^[\w-]+$/.test(key) ? `.${key}` : `[${shown(key)}]`
  return name + path.map(step).join('')
}
