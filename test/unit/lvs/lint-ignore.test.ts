import { describe, expect, it } from 'vitest'
import { linterOf } from '../../../src/lvs/lint/linter.ts'
import { ruledMessage } from '../../../src/model/errors.ts'
import { changed, exampleInventory, exampleVars, factsOf, siteOf, type Vars } from './support/site.ts'

const unchecked = changed(exampleVars(), ['virtual_servers', 0, 'TCP_CHECK'], undefined)
const linter = (vars: Vars, own: Readonly<Record<string, Vars>> = {}) => linterOf(siteOf(exampleInventory(vars, own)))

describe('lint_ignore', () => {
  it('puts a finding aside, with its reason', () => {
    const found = linter({ ...unchecked, lint_ignore: { L36: 'checked elsewhere' } }).cluster()
    expect(found).toMatchObject({ errors: [], warnings: [], infos: [] })
    expect(found.ignored.map(({ problem, severity, reason }) => [problem.rule, severity, reason])).toEqual([
      ['L36', 'warning', 'checked elsewhere'],
    ])
  })

  it('of a host is for what is about that host', () => {
    const networkd = factsOf('ubuntu2404')
    const own = { dir1: { lint_ignore: { L54: 'KeepConfiguration is set' } } }
    const { host, hosts } = linter(exampleVars(), own)
    const [dir1, dir2] = hosts
    expect(host(dir1!, networkd).warnings).toEqual([])
    expect(host(dir2!, networkd).warnings.map(({ rule }) => rule)).toEqual(['L54'])
  })

  it.each(['L54', 'L50', 'L23'])('of what needs the hosts is not called idle without them: %s', (rule) => {
    expect(linter({ ...exampleVars(), lint_ignore: { [rule]: 'it is seen to' } }).cluster().infos).toEqual([])
  })

  it.each([
    [{ L3: 'why not' }, 'there is no rule L3 (lint_ignore)', 'Did you mean L03?'],
    [{ L03: 'why not' }, 'L03 can not be ignored (lint_ignore)', 'directors agree'],
    [{ L36: ' ' }, 'L36 is ignored without a reason (lint_ignore)', 'L36: checked elsewhere'],
    [['L36'], 'lint_ignore is no mapping (lint_ignore)', 'a mapping of rules to reasons'],
  ])('is refused: %j', (lint_ignore, message, hint) => {
    const [problem] = linter({ ...exampleVars(), lint_ignore }).cluster().errors
    expect(ruledMessage(problem!)).toBe(message)
    expect(problem!.hint).toContain(hint)
    expect(problem!.where?.file).toMatch(/^dir1\/lint_ignore/)
  })
})

it('names the hosts whose facts it would look at', () => {
  expect(linter(exampleVars()).hosts.map(({ name }) => name)).toEqual(['dir1', 'dir2', 'rs1', 'rs2'])
})
