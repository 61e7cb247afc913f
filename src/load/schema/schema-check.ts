import { createRequire } from 'node:module'
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'
import type { Path } from '../../model/host.ts'
import type { JsonSchema } from '../../model/schema.ts'
import { formats } from './formats.ts'
import { type Fault, fault, faultsAt, mustBe } from './schema-faults.ts'
import { fitOf } from './schema-fit.ts'
import { dereferenced, discriminator, likelyBranch } from './schema-walk.ts'
import { branchesOf } from './schema-words.ts'

/** Checks plain values against one schema. */
export interface SchemaCheck {
  readonly schema: JsonSchema
  readonly faults: (value: unknown) => readonly Fault[]
}

/** A check for a schema. Throws an Error when the schema is not one. */
export function schemaCheck(schema: JsonSchema): SchemaCheck {
  const fits = fitOf(schema)
  const validate = fits ? undefined : compiled(schema)
  return { schema, faults: (value) => (fits?.(value) ? [] : faultsOf(validate ?? compiled(schema), value, schema)) }
}

/** One for all: it compiles the schema of schemas once. */
let ajv: Ajv | undefined

const known = new Map<string, ValidateFunction>()

// Roles share the schemas of a cluster but for their defaults, which check nothing: each takes long to compile.
function compiled({ default: _, ...schema }: JsonSchema): ValidateFunction {
  ajv ??= newAjv()
  const text = JSON.stringify(schema)
  const validate = known.get(text) ?? ajv.compile(schema)
  known.set(text, validate)
  return validate
}

function newAjv(): Ajv {
  const strictness = { strict: true, strictTypes: false, strictRequired: false, strictTuples: false }
  // What it generates is run a few times: making it shorter takes longer than it saves. Schemas of two roles may have the same $id.
  const cost = { code: { optimize: false }, addUsedSchema: false }
  // Loaded where something does not fit, or is not plain to see: with its modules it is a third of the start.
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv')
  const made = new Ajv({ allErrors: true, verbose: true, ...strictness, ...cost })
  made.addVocabulary(['x-left-out'])
  for (const [name, { test }] of Object.entries(formats)) made.addFormat(name, test)
  return made
}

function faultsOf(validate: ValidateFunction, value: unknown, root: JsonSchema): readonly Fault[] {
  if (validate(value)) return []
  const errors = (validate.errors ?? []).filter(isOfUse)
  const choices = errors.filter(isChoice).filter((error, _, all) => !all.some((other) => isInside(error, other)))
  const plainly = errors.filter((error) => !isChoice(error) && !choices.some((choice) => isInside(error, choice)))
  return [
    ...byPlace(plainly).flatMap(([place, group]) => faultsAt(pathOf(place, value), group, root)),
    ...choices.flatMap((choice) => choiceFaults(choice, pathOf(choice.instancePath, value), root)),
  ]
}

// What is wrong with a name is told by propertyNames, with a branch of `if` by the branch.
function isOfUse({ keyword, propertyName }: ErrorObject): boolean {
  return keyword !== 'if' && propertyName === undefined
}

function isChoice({ keyword }: ErrorObject): boolean {
  return keyword === 'oneOf' || keyword === 'anyOf'
}

function isInside(error: ErrorObject, choice: ErrorObject): boolean {
  const at = `${error.instancePath}/`.startsWith(`${choice.instancePath}/`)
  return (
    at &&
    error !== choice &&
    (error.schemaPath.startsWith(`${choice.schemaPath}/`) || /^#\/(definitions|\$defs)\//.test(error.schemaPath))
  )
}

function byPlace(errors: readonly ErrorObject[]): readonly (readonly [string, readonly ErrorObject[]])[] {
  const places = new Map<string, ErrorObject[]>()
  for (const error of errors) places.set(error.instancePath, [...(places.get(error.instancePath) ?? []), error])
  return [...places]
}

// Of alternatives, only what is wrong with the one that was meant is of use.
function choiceFaults({ data, parentSchema, params }: ErrorObject, path: Path, root: JsonSchema): readonly Fault[] {
  const schema = parentSchema as JsonSchema
  if (params.passingSchemas) return [fault(path, 'fits more than one of the forms allowed here', schema)]
  const branches = branchesOf(schema)
  const key = discriminator(branches, data, root)
  if (key) return [mustBe([...path, key.name], { enum: key.words }, key.value)]
  const branch = likelyBranch(branches, data, root)
  if (branch === undefined || typeof data !== 'object' || data === null) return [mustBe(path, schema, data)]
  const inner = faultsOf(ajv!.compile(alone(branch, root)), data, root)
  return inner.map((made) => ({ ...made, path: [...path, ...made.path] }))
}

function alone(branch: JsonSchema, root: JsonSchema): JsonSchema {
  const { definitions = {}, $defs = {} } = root
  return { ...dereferenced(branch, root), definitions, $defs }
}

// A step that is all digits is a list's index only where the value has a list.
function pathOf(instancePath: string, value: unknown): Path {
  let here = value
  return instancePath
    .split('/')
    .slice(1)
    .map((step) => {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
      const key = Array.isArray(here) ? Number(name) : name
      here = (here as Record<string | number, unknown> | undefined)?.[key]
      return key
    })
}
