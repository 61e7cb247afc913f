import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseConf } from '../../../src/lvs/conf/parse.ts'
import { readCluster } from '../../../src/lvs/conf/read/cluster.ts'
import { clusterVariables } from '../../../src/lvs/language/cluster.ts'
import { lintKeepalivedConf } from '../../../src/lvs/lint/keepalived-conf.ts'
import type { JsonSchema } from '../../../src/model/schema.ts'
import { isThorough } from '../../support/thorough.ts'
import { strictAjv } from '../lvs/support/ajv.ts'
import { versions } from '../lvs/support/oracle.ts'

const runs = Number(process.env.LBPROV_FUZZ ?? (isThorough ? 2000 : 50))

const golden = globSync(join(import.meta.dirname, '../../fixtures/lvs/keepalived/*.conf')).toSorted()
const texts = golden.map((file) => readFileSync(file, 'utf8').split('\n'))

const odd = ['', '0', '-1', '1.5', '99999999999', '{', '}', '"', '#', '/', 'fwmark', 'group', 'url', '192.0.2.1', '::1']

/** One change of a file: of the line at `at`, with a word or a line of it, or of another line. */
type Change = (lines: string[], at: number, other: number, word: string) => void

const changes: readonly Change[] = [
  (lines, at) => lines.splice(at, 1),
  (lines, at) => lines.splice(at, 0, lines[at]!),
  (lines, at, other) => lines.splice(at, 0, lines[other]!),
  (lines, at, other) => {
    lines[at] = lines[other]!
  },
  (lines, at, other) => {
    lines[at] = `${lines[at]} ${lines[other]!.trim()}`
  },
  (lines, at) => {
    lines[at] = lines[at]!.replace(/[{}]/, '')
  },
  (lines, at, other) => {
    const words = lines[at]!.split(' ')
    words.splice(other % words.length, 1)
    lines[at] = words.join(' ')
  },
  (lines, at, other, word) => {
    const words = lines[at]!.split(' ')
    words[other % words.length] = word
    lines[at] = words.join(' ')
  },
]

const change = fc.tuple(fc.constantFrom(...changes), fc.nat(), fc.nat(), fc.constantFrom(...odd))

const mutated = fc
  .tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 4 }))
  .map(([text, done]) => {
    const lines = [...text]
    for (const [make, at, other, word] of done) make(lines, at % lines.length, other % lines.length, word)
    return lines.join('\n')
  })

test('a file of lbprov with something changed is judged, whatever it is', () => {
  fc.assert(
    fc.property(mutated, fc.constantFrom(...versions), (text, version) => {
      const { errors, warnings } = lintKeepalivedConf(text, { file: 'k.conf', version })
      for (const { message } of [...errors, ...warnings]) expect(message).not.toMatch(/undefined|NaN|\[object /)
    }),
    { numRuns: runs },
  )
}, 3_600_000)

/** Without what names and addresses are made of: rules show those as they are. */
const plainer = JSON.parse(
  JSON.stringify(clusterVariables, (key, value) =>
    [
      'propertyNames',
      'pattern',
      'minLength',
      'maxLength',
      'format',
      'minItems',
      'description',
      'default',
      'writeOnly',
    ].includes(key)
      ? undefined
      : value,
  ),
) as JsonSchema

test('what rules see of a changed file is what the schema lets through', () => {
  const check = strictAjv().compile({ type: 'object', additionalProperties: false, properties: plainer })
  fc.assert(
    fc.property(mutated, (text) => {
      const { data } = readCluster(parseConf(text, { file: 'k.conf' }).nodes, 'k.conf')
      check(data)
      expect(check.errors ?? []).toEqual([])
    }),
    { numRuns: Math.ceil(runs / 4) },
  )
}, 3_600_000)
