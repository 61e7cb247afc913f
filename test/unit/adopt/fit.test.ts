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

function adopted(...started: readonly string[]) {
  const directors = started.map((words, i) => ({
    name: `lb${i + 1}`,
    ...givenConf(conf, { file: `lb${i + 1}.conf` }),
    version: '2.2.8',
    table: null,
    addresses: [],
    hasScriptUser: false,
    started: startedWith(words.split(' ')),
  }))
  const source: Source = { directors, servers: [], variablesOf: () => ({}), facts: new Map(), given: [], others: [] }
  const { data, leftOut } = adoptedFrom(source, { nameAll: true })
  return [data.keepalived_options, leftOut.map(({ text }) => text)]
}

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
