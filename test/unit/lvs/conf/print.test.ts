import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseConf } from '../../../../src/lvs/conf/parse.ts'
import { printConf } from '../../../../src/lvs/conf/print.ts'
import { confNodes, outline } from './arbitrary.ts'

const fixtures = join(import.meta.dirname, '../../../fixtures/lvs/keepalived')
const parse = (text: string) => parseConf(text, { file: 'keepalived.conf' })
const broken = (text: string) => parse(text).flaws.filter(({ severity }) => severity === 'error')

test.each(globSync('*.conf', { cwd: fixtures }))('what lbprov wrote comes out as it was: %s', (name) => {
  const text = readFileSync(join(fixtures, name), 'utf8')
  expect(parse(text).flaws).toEqual([])
  expect(printConf(parse(text).nodes)).toBe(text)
})

test('any tree, printed and read, is the same tree', () => {
  fc.assert(
    fc.property(confNodes, (nodes) => {
      const text = printConf(nodes)
      expect(broken(text)).toEqual([])
      expect(outline(parse(text).nodes)).toEqual(outline(nodes))
    }),
    { numRuns: 500 },
  )
})

test('any canonical text, read and printed, is the same text', () => {
  fc.assert(
    fc.property(confNodes.map(printConf), (text) => {
      expect(printConf(parse(text).nodes)).toBe(text)
    }),
    { numRuns: 500 },
  )
})

test('a file of any layout becomes canonical', () => {
  const text =
    '! one\nvrrp_instance VI_1 { state BACKUP ! two\n  virtual_ipaddress\n{\n192.168.1.225 dev em1 } }\r\n#three'
  const canonical = `! one
! two

vrrp_instance VI_1 {
    state BACKUP
    virtual_ipaddress {
        192.168.1.225 dev em1
    }
}
#three
`
  expect(parse(text).flaws).toEqual([])
  expect(printConf(parse(text).nodes)).toBe(canonical)
})
