import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { parseConf } from '../../../src/lvs/conf/parse.ts'
import { type ConfNode, keywordOf, type Statement, statements, valuesOf } from '../../../src/lvs/conf/tree.ts'
import { innerPath, shapeOf } from '../../../src/lvs/language/keywords.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/lvs/keepalived/${name}`, import.meta.url), 'utf8')
const versions = ['1.2.13', '1.3.5', '2.0.10', '2.1.5', '2.2.7', '2.2.8', '2.3.4']
/** The golden file that is for the version, or for the one nearest to it. */
const golden = (version: string) => fixture(`rich-${version === '2.3.4' ? '2.3.3' : version}.conf`)

const verdicts = new Map(
  [...fixture('verdicts.txt').matchAll(/^([tsufr-]{7}) (.*)$/gm)].map(([, letters, what]) => [what!, letters!]),
)
const verdict = (version: string, what: string) => verdicts.get(what)?.[versions.indexOf(version)] ?? '-'

interface Word {
  readonly path: string
  readonly statement: Statement
}

function words(nodes: readonly ConfNode[], path = ''): readonly Word[] {
  return statements(nodes).flatMap((statement) => {
    const word = keywordOf(statement)
    const own = { path: innerPath(path, word), statement }
    return shapeOf(path, word) === 'block' ? [own, ...words(statement.body ?? [], own.path)] : [own]
  })
}

const wordsOf = (version: string) => words(parseConf(golden(version), { file: 'k.conf' }).nodes)

test.each(versions)('no word is written that %s was not seen to take', (version) => {
  const paths = [...new Set(wordsOf(version).map(({ path }) => path))]
  expect(paths.filter((path) => verdict(version, path) === '-')).toEqual([])
  const shown = paths.filter((path) => verdict(version, path) === 't')
  expect(shown.length / paths.length).toBeGreaterThan(0.6)
})

describe('no form is written that a version refuses, or takes for something else', () => {
  const ofMarks = (all: readonly Word[]) =>
    all
      .filter(({ path, statement }) => path === 'virtual_server' && /^(fwmark|group marks)/.test(valuesOf(statement)))
      .flatMap(({ statement }) => statements(statement.body))
      .filter((inner) => keywordOf(inner) === 'real_server')
      .map(valuesOf)
  const among = (name: string, pattern: RegExp) => (all: readonly Word[]) =>
    all.some(({ path, statement }) => path.endsWith(name) && pattern.test(valuesOf(statement)))
  const forms: Readonly<Record<string, (all: readonly Word[]) => boolean>> = {
    'a real server of a mark without a port': (all) => ofMarks(all).some((place) => !place.includes(' ')),
    'a real server of a mark with port 0': (all) => ofMarks(all).some((place) => / 0$/.test(place)),
    'a real server of a mark with a port': (all) => ofMarks(all).some((place) => / [1-9]\d*$/.test(place)),
    'a netmask for persistence_granularity': among(' persistence_granularity', /\./),
    'notify with arguments': among(' notify', / /),
    'a program below /bin': (all) => all.some(({ statement }) => /^"?\/bin\//.test(valuesOf(statement))),
  }
  const uses = (version: string, form: string) => forms[form]!(wordsOf(version))

  it.each(Object.keys(forms))('%s', (form) => {
    expect(versions.filter((version) => verdict(version, form) === 'r').length).toBeGreaterThan(0)
    expect(versions.filter((version) => verdict(version, form) === 'r' && uses(version, form))).toEqual([])
    expect(versions.filter((version) => uses(version, form)).length).toBeGreaterThan(0)
  })
})
