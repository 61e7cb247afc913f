import { type Block, dated, leftOut, others, type Properties, propertiesOf } from './entry.ts'
import { asWord, word } from './text.ts'

const regexOption =
  'oneof(allow_empty_class|anchored|auto_callout|caseless|dollar_endonly|dotall|dupnames|extended|firstline|match_unset_backref|multiline|never_ucp|never_utf|no_auto_capture|no_auto_possess|no_dotstar_anchor|no_start_optimize|ucp|ungreedy|utf|never_backslash_c|alt_circumflex|alt_verbnames|use_offset_limit)'

/** The words of url. */
export const urlWords = {
  path: {
    since: '1.2.2',
    takes: 'filled',
    model: {
      type: 'string',
      pattern: `^/${word}*$`,
      title: 'a path that begins with /, without blanks, quotes, #, ! and braces',
      description: 'What to ask for: /health',
    },
  },
  status_code: {
    since: '1.2.2',
    takes: { '1.2.2': 'nonzero(-2147483648,999)', '1.3.0': 'int(100,999)', '2.0.17': 'codes codes*' },
    values: { list: '2.0.17' },
    model: {
      anyOf: [
        { type: 'integer', minimum: 100, maximum: 599 },
        {
          type: 'string',
          pattern: '^[1-5]\\d\\d(-[1-5]\\d\\d)?( [1-5]\\d\\d(-[1-5]\\d\\d)?)*$',
          title: 'status codes and ranges: 200-299 301',
        },
      ],
      description:
        'The answer that counts as healthy: 200, or from keepalived 2.0.17 also "200-299 301". Default: 200-299.',
    },
  },
  digest: {
    since: '1.2.2',
    takes: { '1.2.2': 'filled', '1.3.6': 'md5' },
    values: { 'beside status_code': '1.2.9' },
    model: {
      type: 'string',
      pattern: '^[0-9a-f]{32}$',
      title: '32 digits of 0-9 and a-f',
      description: 'MD5 of the page, as `genhash` prints it.',
    },
  },
  virtualhost: {
    since: '1.3.6',
    takes: 'text',
    model: { type: 'string', ...asWord, description: 'Host header to send.' },
  },
  regex: {
    since: '2.0.7',
    takes: 'expression',
    needs: ['REGEX'],
    model: {
      type: 'string',
      pattern: '^([^"\\u0000-\\u001f\\u007f$]|\\$(?![A-Za-z_{]))+$',
      title: 'a regular expression without double quotes and without $ before a letter',
      description: 'Regular expression (PCRE) that the page must match.',
    },
  },
  regex_no_match: {
    since: '2.0.7',
    takes: '',
    model: {
      type: 'boolean',
      description: 'The page must not match regex. Default false.',
    },
  },
  regex_options: {
    since: '2.0.7',
    takes: `${regexOption} ${regexOption}*`,
    model: {
      type: 'string',
      pattern: '^[a-z_]+( [a-z_]+)*$',
      title: 'options with a blank between them: caseless multiline',
      description: 'Options of regex: "caseless multiline".',
    },
  },
  regex_min_offset: {
    since: '2.0.7',
    takes: { '2.0.7': 'unsigned', '2.2.0': 'int(0,4294967295)' },
    model: {
      type: 'integer',
      minimum: 0,
      description: 'Byte of the page from which regex is looked for.',
    },
  },
  regex_max_offset: {
    since: '2.0.7',
    takes: 'int(0,4294967295)?',
    model: {
      type: 'integer',
      minimum: 0,
      description: 'Byte of the page up to which a match of regex may begin.',
    },
  },
} as const satisfies Block

/** Those that the variables do not have; of SSL_GET the last ones, too. */
export const furtherUrlWords = others(
  'Leave it out: only a very long regex needs it. A MISC_CHECK can look for more than one thing.',
  [{ since: '2.0.7', takes: 'filled*' }, 'regex_stack'],
)
export const furtherSslUrlWords = others('Write it in SSL_GET, beside url.', [
  { since: '2.2.8', takes: 'onoff?' },
  'tls_compliant',
])

/** The schemas of the words above. */
export interface UrlProperties extends Properties<typeof urlWords> {}

export const url = {
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  description: 'A page to fetch, or a list of pages that are fetched one after the other.',
  properties: propertiesOf(dated(urlWords)) as UrlProperties,
  ...leftOut({ ...furtherUrlWords, ...furtherSslUrlWords }),
} as const
