import type { JsonSchema } from '../../model/schema.ts'

/** A schema, or a mapping of directors to values of it. */
export interface ByDirector<S> extends JsonSchema {
  readonly anyOf: readonly [S, { readonly type: 'object'; readonly minProperties: 1; readonly additionalProperties: S }]
  readonly description: string
}

/** The schema, or a mapping of directors to values of it: for what has another name, or is elsewhere, on another machine. */
export function byDirector<const S extends JsonSchema>(schema: S, description: string): ByDirector<S> {
  const each = { type: 'object', minProperties: 1, additionalProperties: schema } as const
  return { anyOf: [schema, each], description: `${description} Or by director: { lb1: …, lb2: … }.` }
}

/** Of the properties of a block those that may be given by director. */
export function wordsByDirector(properties: Readonly<Record<string, JsonSchema>>): readonly string[] {
  return Object.entries(properties)
    .filter(([, { anyOf }]) => (anyOf as ByDirector<JsonSchema>['anyOf'] | undefined)?.[1].additionalProperties)
    .map(([word]) => word)
}
