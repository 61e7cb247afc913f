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
  const allChoices = errors.filter(isChoice)
  const inAny = insideAny(allChoices)
  const choices = allChoices.filter((error) => !inAny(error))
  const inOne = insideAny(choices)
  const plainly = errors.filter((error) => !isChoice(error) && !inOne(error))
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

/** Whether an error is of a part of what one of these is about; a thousand services have a thousand choices, so those of its places alone are looked at. */
function insideAny(choices: readonly ErrorObject[]): (error: ErrorObject) => boolean {
  const byPath = Map.groupBy(choices, ({ instancePath }) => instancePath)
  return (error) =>
    upwards(error.instancePath).some((path) => byPath.get(path)?.some((choice) => isInside(error, choice)))
}

/** The path and all above it. */
function upwards(path: string): readonly string[] {
  const slashes = [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index))
  return [...slashes, path]
}

function isInside(error: ErrorObject, choice: ErrorObject): boolean {
  return (
    error !== choice &&
    (error.schemaPath.startsWith(`${choice.schemaPath}/`) || /^#\/(definitions|\$defs)\//.test(error.schemaPath))
  )
}

const byPlace = (errors: readonly ErrorObject[]) => [...Map.groupBy(errors, ({ instancePath }) => instancePath)]

// Of alternatives, only what is wrong with the one that was meant is of use.
function choiceFaults({ data, parentSchema, params }: ErrorObject, path: Path, root: JsonSchema): readonly Fault[] {
  const schema = parentSchema as JsonSchema
  if (params.passingSchemas) return [fault(path, 'fits more than one of the forms allowed here', schema)]
  const branches = branchesOf(schema)
  const key = discriminator(branches, data, root)
  if (key) return [mustBe([...path, key.name], { enum: key.words }, key.value)]
  const branch = likelyBranch(branches, data, root)
  if (branch === undefined || typeof data !== 'object' || data === null) return [mustBe(path, schema, data)]
  const inner = faultsOf(compiledAlone(branch, root), data, root)
  return inner.map((made) => ({ ...made, path: [...path, ...made.path] }))
}

/** By the branch, and the schema that it is part of. */
const compiledBranches = new WeakMap<JsonSchema, Map<JsonSchema, ValidateFunction>>()

function compiledAlone(branch: JsonSchema, root: JsonSchema): ValidateFunction {
  const ofRoot = compiledBranches.get(root) ?? new Map<JsonSchema, ValidateFunction>()
  compiledBranches.set(root, ofRoot)
  const validate = ofRoot.get(branch) ?? compiled(alone(branch, root))
  ofRoot.set(branch, validate)
  return validate
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
