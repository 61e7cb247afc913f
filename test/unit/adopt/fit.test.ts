import { expect, test } from 'vitest'
import { adoptedFrom } from '../../../src/adopt/fit.ts'
import { givenConf, type Source } from '../../../src/adopt/source.ts'
import { startedWith } from '../../../src/lvs/adopt/started-with.ts'

const conf = `vrrp_instance VI_1 {
interface em1
virtual_router_id 61
virtual_ipaddress {
192.168.1.225
}
}
`

function takenOver(text: string, started: readonly string[]) {
  const directors = started.map((words, i) => ({
    name: `lb${i + 1}`,
    ...givenConf(text, { file: `lb${i + 1}.conf`, configId: `lb${i + 1}` }),
    version: '2.2.8',
    table: null,
    addresses: [],
    hasScriptUser: false,
    started: startedWith(words.split(' ')),
  }))
  const source: Source = { directors, servers: [], variablesOf: () => ({}), facts: new Map(), given: [], others: [] }
  return adoptedFrom(source, { nameAll: true })
}

function adopted(...started: readonly string[]) {
  const { data, leftOut } = takenOver(conf, started)
  return [data.keepalived_options, leftOut.map(({ text }) => text)]
}

test('a line whose condition holds for no director is told', () => {
  const lost = (condition: string, ...started: readonly string[]) =>
    takenOver(conf.replace('interface', `${condition} advert_int 2\ninterface`), started).leftOut.map(
      ({ text, where, reason }) => `${where.file}:${where.line} ${text}: ${reason}`,
    )
  const why = 'advert_int 2: its @ condition holds for no director that was given'
  expect(lost('@lb1', '')).toEqual([])
  expect(lost('@lb2', '')).toEqual([`lb1.conf:2 @lb2 ${why}`])
  expect(lost('@^lb1', '')).toEqual([`lb1.conf:2 @^lb1 ${why}`])
  expect(lost('@other', '', '')).toEqual([`lb1.conf:2 @other ${why}`, `lb2.conf:2 @other ${why}`])
  expect(lost('@lb2', '', '')).not.toContainEqual(expect.stringContaining('condition'))
})

test('what keepalived is started with is carried over where a package does not say it', () => {
  expect(adopted('-D', '-D -x')).toEqual([undefined, []])
  expect(adopted('-D -S 1', '-D -S 1')).toEqual([{ log_facility: 1 }, []])
})

test('what goes with the options, and where directors differ, is told', () => {
  expect(adopted('-D -S 1 -x', '-D -S 2')).toEqual([
    { log_facility: 1 },
    ['keepalived -x', 'keepalived_options.log_facility: 1 on lb1, 2 on lb2'],
  ])
})

test('a block that an empty word names is told, with what is in it', () => {
  const blocks = `"" {\nx 1\n}\n${conf.replace('interface', '"" {\ny\n}\n"" z\ninterface')}`
  const lost = takenOver(blocks, ['']).leftOut.map(({ text, where, reason }) => `${where.line} ${text}: ${reason}`)
  const [block, word] = ['block', 'word'].map((kind) => `keepalived has no such ${kind} here`)
  const lostBehind = `${word}; the } of its block closes vrrp_instance, and what stands behind it is lost`
  expect(lost).toEqual([
    `1 "": ${block}, and passes over it`,
    `2 "": x 1: ${block}, and passes over it`,
    `5 vrrp_instance VI_1: "": ${lostBehind}`,
    `6 vrrp_instance VI_1 "": y: ${lostBehind}`,
    `8 vrrp_instance VI_1: "" z: ${word}, and passes over it`,
  ])
})
