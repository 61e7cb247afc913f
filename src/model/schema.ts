/** A JSON Schema (draft-07 words that ajv checks). */
export type JsonSchema = Readonly<Record<string, unknown>>

interface Scalars {
  string: string
  number: number
  integer: number
  boolean: boolean
  null: null
}

type Plain<T> = { [K in keyof T]: T[K] }

type Keys<S> = S extends { readonly required: readonly (infer K)[] } ? K : never

type Fields<P, Required> = Plain<
  {
    readonly [K in keyof P as K extends Required
      ? K
      : P[K] extends { readonly default: unknown }
        ? K
        : never]: FromSchema<P[K]>
  } & {
    readonly [K in keyof P as K extends Required ? never : P[K] extends { readonly default: unknown } ? never : K]?:
      | FromSchema<P[K]>
      | undefined
  }
>

/** The TypeScript type of the values that a JSON Schema written `as const` lets through (defaults filled in). */
export type FromSchema<S> = S extends { readonly const: infer C }
  ? C
  : S extends { readonly enum: readonly (infer E)[] }
    ? E
    : S extends { readonly oneOf: readonly (infer U)[] }
      ? FromSchema<U>
      : S extends { readonly anyOf: readonly (infer U)[] }
        ? FromSchema<U>
        : S extends { readonly type: 'array'; readonly items: infer I }
          ? readonly FromSchema<I>[]
          : S extends { readonly type: 'object'; readonly properties: infer P }
            ? Fields<P, Keys<S>>
            : S extends { readonly type: 'object'; readonly additionalProperties: infer A extends object }
              ? Readonly<Record<string, FromSchema<A>>>
              : S extends { readonly type: infer T }
                ? T extends keyof Scalars
                  ? Scalars[T]
                  : T extends readonly (infer U)[]
                    ? U extends keyof Scalars
                      ? Scalars[U]
                      : unknown
                    : unknown
                : unknown

/** The type of a role's params: each is required unless its schema has a default. */
export type FromParams<P> = { readonly [K in keyof P]: FromSchema<P[K]> }
