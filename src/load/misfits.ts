import type { Path } from '../model/host.ts'
import type { Misfit } from '../model/prune.ts'
import type { JsonSchema } from '../model/schema.ts'
import { schemaCheck } from './schema/schema-check.ts'
import { isTemplated } from './text/variable.ts'

/** What of variables a playbook would not be loaded with: what is not as their schemas say, and what looks like an expression. */
export function misfitsIn(data: object, schemas: Readonly<Record<string, JsonSchema>>): readonly Misfit[] {
  return Object.entries(data).flatMap(([name, value]) => [
    ...(schemas[name] ? schemaCheck(schemas[name]).faults(value) : []).map(({ path, message }) => ({
      path: [name, ...path],
      message,
    })),
    ...expressionsIn(value, [name]),
  ])
}

function expressionsIn(value: unknown, path: Path): readonly Misfit[] {
  if (isTemplated(value)) return [{ path, message: misfit }]
  if (typeof value !== 'object' || value === null) return []
  const step = (key: string) => (Array.isArray(value) ? Number(key) : key)
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(isTemplated(key) ? [{ path: [...path, step(key)], message: misfit }] : []),
    ...expressionsIn(inner, [...path, step(key)]),
  ])
}

const misfit = 'would be taken for an expression of Jinja'
