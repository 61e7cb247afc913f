import type { JsonSchema } from '../../model/schema.ts'

/** What a word of keepalived's may hold: blanks, comments, quotes and braces are its parser's own, and so is `$NAME`, a definition. */
export const word = '([^\\s\\u0000-\\u001f\\u007f#!"\'{}\\\\$]|\\$(?![A-Za-z_{]))'
/** What begins a line is read as a condition (`@`) or a sequence (`~`). */
const begins = '(?![@~])'
export const oneWord = `^${begins}${word}+$` as const
/** A pattern, and the words that an error says of it. */
export type Said = { readonly pattern: string; readonly title: string }

/** A text of that pattern. */
export type Text = Said & { readonly type: 'string' }

export const asWord: Said = { pattern: oneWord, title: 'one word, without blanks, quotes, #, ! and braces' }
/** A user, and a group where it is not the user's own. */
export const asUser: Said = {
  pattern: `^${begins}(?!include[a-z]? )${word}+( ${word}+)?$`,
  title: 'a user, or a user and a group: nobody nogroup',
}
export const port = { type: 'integer', minimum: 1, maximum: 65535 } as const
/** The port of a virtual server. */
export const servicePort = {
  type: 'integer',
  minimum: 0,
  maximum: 65535,
  description: 'Port. 0: every port, with persistence_timeout only.',
} as const
export const fwmark = {
  type: 'integer',
  minimum: 1,
  maximum: 4294967295,
  description: 'Firewall mark, in place of address and port.',
} as const
/** The packets that get a firewall mark. keepalived has no word for them. */
export const marks = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['address', 'port'],
    properties: {
      address: { type: 'string', description: 'Virtual address; one of a VRRP instance.' },
      port: { ...port, description: 'Port.' },
      protocol: { enum: ['TCP', 'UDP', 'SCTP'], description: 'Default TCP.' },
    },
  },
  description:
    'With fwmark: the packets that get the mark on directors, as { address: 192.168.1.225, port: 443 }. Default: none, a rule of yours marks them.',
} as const
export const seconds = { type: 'integer', minimum: 1, maximum: 3600 } as const
export const interfaceName: Text & { readonly minLength: 1; readonly maxLength: 15 } = {
  type: 'string',
  minLength: 1,
  maxLength: 15,
  title: 'the name of an interface, at most 15 characters',
  pattern: '^(?![@~])[^\\s\\u0000-\\u001f\\u007f/!#"{}$]+$',
}
/** Names of instances, groups, scripts and the like: what every version reads as one word. */
export const nameOf = '^[A-Za-z0-9_.-]+$'
export const asName: Text = { type: 'string', pattern: nameOf, title: 'a name of letters, digits, _, . and -' }
/** A line of words that is passed on as it is: a route, a rule. */
export const asLine: Said = {
  pattern: `^${begins}(?!include[a-z]? )${word}+( ${word}+)*$`,
  title: 'a line of words with one blank between them, without quotes, #, ! and braces',
}
/** A file on the director by its whole path. */
export const wholePath: Text = {
  type: 'string',
  pattern: `^/(${word}| )*$`,
  title: 'a whole path that begins with /, without quotes, #, ! and braces',
}
/** A program on the director by its whole path, or by a name that keepalived looks for in PATH, and its arguments. */
export const command: Text = {
  type: 'string',
  pattern: `^(/|[A-Za-z0-9_.+][A-Za-z0-9_.+-]*(?![^ ]))(${word}| )*$`,
  title: 'a program by its whole path or its name alone, and arguments without quotes, backslashes, #, ! and braces',
}

/** The schema S, or a list of such. */
export interface OneOrMore<S> extends JsonSchema {
  readonly anyOf: readonly [S, { readonly type: 'array'; readonly minItems: 1; readonly items: S }]
  readonly description: string
}

/** The schema, or a list of such. */
export function oneOrMore<const S extends { readonly description: string }>(schema: S): OneOrMore<S> {
  return { anyOf: [schema, { type: 'array', minItems: 1, items: schema }], description: schema.description }
}
