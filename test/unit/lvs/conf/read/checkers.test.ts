import { expect, test } from 'vitest'
import { parseConf } from '../../../../../src/lvs/conf/parse.ts'
import { readCluster } from '../../../../../src/lvs/conf/read/cluster.ts'

test('a real server has 64 checkers of one kind; those behind are left out, which takes no time', () => {
  const checkers = 'TCP_CHECK {\nconnect_timeout 1\n}\n'.repeat(20_000)
  const conf = `virtual_server 192.0.2.1 80 {\nreal_server 192.0.2.2 80 {\n${checkers}}\n}\n`
  const { data, leftOut } = readCluster(parseConf(conf, { file: 'x' }).nodes, 'x')
  const { virtual_servers: [service] = [] } = data as { virtual_servers?: readonly { TCP_CHECK: readonly unknown[] }[] }
  expect(service!.TCP_CHECK).toHaveLength(64)
  expect(leftOut.filter(({ text }) => text.endsWith('TCP_CHECK'))).toHaveLength(20_000 - 64)
})
