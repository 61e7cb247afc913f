import type { Role } from '../../model/role.ts'
import type { JsonSchema } from '../../model/schema.ts'
import { connectionVariables } from '../connection/connection-words.ts'
import { orders } from '../playbook/play-draft.ts'
import { forEditors, type Meanings } from './for-editors.ts'
import { inside, withExpressions } from './with-expressions.ts'

/** Roles by name. */
export type NamedRoles = Readonly<Record<string, Pick<Role<unknown>, 'params'>>>

export const draft = 'http://json-schema.org/draft-07/schema#'

/** The schema by which editors check and complete files in group_vars and host_vars; `others`: variables that no role takes. More are allowed too. */
export function varsSchema(roles: NamedRoles, others: JsonSchema = {}, meanings: Meanings = {}): JsonSchema {
  const schema = {
    $schema: draft,
    title: 'Variables of an lbprov group or host',
    type: ['object', 'null'],
    properties: { ...connectionProperties(), ...paramProperties(withoutDoubles(roles)), ...others },
  }
  return forEditors(inside(schema), meanings)
}

/** The schema by which editors check and complete playbooks. Roles that are not among `roles` are allowed too. */
export function playbookSchema(roles: NamedRoles, meanings: Meanings = {}): JsonSchema {
  const all = withoutDoubles(roles)
  const named = definitionsOf(all)
  const play = playSchema(all, refersTo(named))
  const definitions = Object.fromEntries(Object.entries(named).map(([name, one]) => [name, withExpressions(one)]))
  const schema = { $schema: draft, title: 'An lbprov playbook', type: 'array', minItems: 1, items: play, definitions }
  return forEditors(schema, meanings)
}

/** Params that differ in their default alone have none. */
function withoutDoubles(roles: NamedRoles): NamedRoles {
  const all = Object.values(roles).flatMap(({ params }) => Object.values(params))
  const byShape = Map.groupBy(new Map(all.map((schema) => [textOf(schema), schema])).values(), shapeOf)
  const singles = new Map(
    [...byShape].map(([shape, [one, other]]): [string, JsonSchema] => [shape, other ? JSON.parse(shape) : one!]),
  )
  const single = (schema: JsonSchema): JsonSchema => singles.get(shapeOf(schema))!
  return Object.fromEntries(
    Object.entries(roles).map(([role, { params }]) => [
      role,
      { params: Object.fromEntries(Object.entries(params).map(([name, schema]) => [name, single(schema)])) },
    ]),
  )
}

// Each is asked for many times, and long.
const texts = new WeakMap<JsonSchema, string>()
const shapes = new WeakMap<JsonSchema, string>()

function textOf(schema: JsonSchema): string {
  const text = texts.get(schema) ?? JSON.stringify(schema)
  texts.set(schema, text)
  return text
}

/** The text without the default. */
function shapeOf(schema: JsonSchema): string {
  const { default: given, ...rest } = schema
  const shape = shapes.get(schema) ?? (given === undefined ? textOf(schema) : JSON.stringify(rest))
  shapes.set(schema, shape)
  return shape
}

// Roles share their params' schemas: each is written once.
function definitionsOf(roles: NamedRoles): Readonly<Record<string, JsonSchema>> {
  const byText = new Map<string, [string, JsonSchema]>()
  for (const [role, { params }] of Object.entries(roles)) {
    for (const [name, schema] of Object.entries(params)) {
      const text = textOf(schema)
      if (!byText.has(text)) byText.set(text, [`${role}.${name}`, schema])
    }
  }
  return Object.fromEntries(byText.values())
}

type Refer = (schema: JsonSchema) => JsonSchema

function refersTo(definitions: Readonly<Record<string, JsonSchema>>): Refer {
  const names = new Map(Object.entries(definitions).map(([name, schema]) => [textOf(schema), name]))
  return (schema) => ({ $ref: `#/definitions/${names.get(textOf(schema))}` })
}

function playSchema(roles: NamedRoles, refer: Refer): JsonSchema {
  return {
    type: 'object',
    required: ['hosts', 'roles'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', description: 'Shown in output; the host pattern when it is left out.' },
      hosts: {
        ...words,
        description: 'Hosts, groups and patterns: web, lb*, web:!web1, web:&new, ~regular-expression, all.',
      },
      roles: {
        type: 'array',
        minItems: 1,
        items: entrySchema(roles, refer),
        description: 'In the order in which they are brought about.',
      },
      serial: {
        oneOf: [
          { type: 'integer', minimum: 1 },
          { type: 'string', pattern: '^[1-9][0-9]?%$|^100%$' },
        ],
        description: 'Hosts at a time, a number or a share; all at once when it is left out.',
      },
      order: {
        enum: orders,
        description: 'In which order the hosts are taken; as the inventory has them when it is left out.',
      },
      tags: { ...words, description: 'Added to every role of the play.' },
      become: { type: 'boolean', description: 'Enter the hosts of this play with sudo.' },
      vars: {
        type: 'object',
        properties: paramProperties(roles, refer),
        description: 'Params for the roles of this play; they beat what the inventory says.',
      },
    },
  }
}

const words: JsonSchema = { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }

function entrySchema(roles: NamedRoles, refer: Refer): JsonSchema {
  const name = { anyOf: [{ enum: Object.keys(roles) }, { type: 'string' }] }
  const withParams = Object.entries(roles).map(([role, { params }]) => ({
    if: { properties: { role: { const: role } } },
    // biome-ignore lint/suspicious/noThenProperty: the word of JSON Schema
    then: { properties: { role: true, tags: true, ...mapped(params, refer) }, additionalProperties: false },
  }))
  const long = { type: 'object', required: ['role'], properties: { role: name, tags: words }, allOf: withParams }
  return { anyOf: [name, long] }
}

function mapped(schemas: Readonly<Record<string, JsonSchema>>, refer: Refer): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, refer(schema)]))
}

function paramProperties(roles: NamedRoles, refer: Refer = (schema) => schema): Readonly<Record<string, JsonSchema>> {
  const found = new Map<string, Map<string, JsonSchema>>()
  for (const { params } of Object.values(roles)) {
    for (const [name, schema] of Object.entries(params)) {
      found.set(name, (found.get(name) ?? new Map()).set(textOf(schema), schema))
    }
  }
  return Object.fromEntries([...found].map(([name, schemas]) => [name, oneOrAnyOf([...schemas.values()].map(refer))]))
}

function oneOrAnyOf(schemas: readonly JsonSchema[]): JsonSchema {
  return schemas.length === 1 ? schemas[0]! : { anyOf: schemas }
}

/** Of every variable of connections. */
export function connectionProperties(): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(connectionVariables).flatMap(([what, names]) =>
      names.map((name) => [name, connectionSchemas[what as keyof typeof connectionVariables]]),
    ),
  )
}

const flag: JsonSchema = { type: 'boolean' }
const text: JsonSchema = { type: 'string', minLength: 1 }

const connectionSchemas: Readonly<Record<keyof typeof connectionVariables, JsonSchema>> = {
  transport: { enum: ['ssh', 'local'], default: 'ssh', description: 'By ssh, or on the machine that lbprov runs on.' },
  address: { ...text, description: 'Name or address to connect to; the name in the inventory when it is left out.' },
  port: { type: 'integer', minimum: 1, maximum: 65535, default: 22, description: 'Port of sshd.' },
  user: { ...text, description: 'Who to log in as.' },
  privateKeyFile: {
    ...text,
    description: 'Private key; ~ is the home directory, a relative path starts at the working directory.',
  },
  password: { ...text, writeOnly: true, description: 'Password to log in with.' },
  become: { ...flag, description: 'Become another user with sudo.' },
  becomeUser: { ...text, default: 'root', description: 'Who to become with sudo.' },
  becomePassword: { ...text, writeOnly: true, description: 'Password for sudo.' },
  becomeMethod: { enum: ['sudo'], description: 'How to become another user: with sudo.' },
  checking: { ...flag, description: 'false: host_key_checking: off.' },
  policy: {
    enum: ['strict', 'accept-new', 'off'],
    enumDescriptions: ['it is refused', 'it is noted down and taken', 'it is not looked at'],
    default: 'strict',
    description: 'What to do about a host key that is not in known_hosts.',
  },
  sha1: {
    ...flag,
    description:
      'Algorithms with SHA-1: true offers them, false never. Left out: to servers that know nothing newer (CentOS 6).',
  },
  knownHosts: { ...text, description: 'A known_hosts file to use instead of the usual two.' },
  timeout: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 3600,
    default: 10,
    description: 'Seconds to wait for the connection (default 10), and for the login with it (default 20).',
  },
  arguments: {
    type: 'string',
    description:
      'Options of ssh: -J admin@gate, -i ~/.ssh/prod, -o StrictHostKeyChecking=accept-new. Of one that comes again the first counts.',
  },
}
