import { expect, test } from 'vitest'
import { lintKeepalivedConf } from '../../../src/lvs/lint/keepalived-conf.ts'
import { lintCluster } from '../../../src/lvs/lint/linter.ts'
import { exampleInventory, exampleVars, siteOf } from './support/site.ts'

const address = (i: number) => `10.0.${i >> 7}.${1 + (i & 127)}`
const all = (count: number, text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i)).join('')

const conf = (count: number, kind: string, port: number) => `vrrp_instance V {
interface em1
virtual_router_id 7
priority 100
virtual_ipaddress {
${all(count, (i) => `${address(i)}\n`)}}
}
${all(
  count,
  (i) => `virtual_server ${address(i)} ${port} {
delay_loop 6
lb_algo rr
lb_kind ${kind}
protocol TCP
unknown ${i}
real_server 192.168.1.222 80 {
TCP_CHECK {
connect_timeout 3
}
}
}
`,
)}`

const methods = [
  'find',
  'findIndex',
  'findLast',
  'filter',
  'some',
  'every',
  'includes',
  'indexOf',
  'map',
  'flatMap',
  'forEach',
] as const

/** How many items are looked at while lists and maps are gone through. */
function work(run: () => unknown): number {
  let items = 0
  const lists = methods.map((name) => [name, Array.prototype[name] as (...args: unknown[]) => unknown] as const)
  const iterate = Map.prototype[Symbol.iterator]
  for (const [name, original] of lists)
    Object.defineProperty(Array.prototype, name, {
      ...Object.getOwnPropertyDescriptor(Array.prototype, name),
      value(this: unknown[], ...args: unknown[]) {
        items += this.length
        return original.apply(this, args)
      },
    })
  Map.prototype[Symbol.iterator] = function (this: Map<unknown, unknown>) {
    items += this.size
    return iterate.call(this)
  }
  try {
    run()
  } finally {
    for (const [name, original] of lists)
      Object.defineProperty(Array.prototype, name, {
        ...Object.getOwnPropertyDescriptor(Array.prototype, name),
        value: original,
      })
    Map.prototype[Symbol.iterator] = iterate
  }
  return items
}

test.each([
  ['DR', 80],
  ['NAT', 80],
  ['DR', 0],
])('a keepalived.conf of four times as many services with %s at port %i is four times the work', (kind, port) => {
  const of = (count: number) => work(() => lintKeepalivedConf(conf(count, kind, port), { file: 'k', version: '2.2.8' }))
  of(10)
  const [few, many] = [of(100), of(400)]
  expect(few).toBeGreaterThan(10_000)
  expect(many / few).toBeLessThan(4.5)
  // What may not grow: items for a service more, of eight lines and two blocks.
  expect((many - few) / 300).toBeLessThan(1250)
})

test('a site of four times as many services is four times the work', () => {
  const of = (count: number) => {
    const numbers = Array.from({ length: count }, (_, i) => i)
    const vars = {
      ...exampleVars(),
      vrrp_instances: { V: { interface: 'em1', virtual_router_id: 7, virtual_ipaddress: numbers.map(address) } },
      virtual_servers: numbers.map((i) => ({
        address: address(i),
        port: 80,
        real_servers: ['rs1', 'rs2'],
        TCP_CHECK: {},
      })),
    }
    const site = siteOf(exampleInventory(vars))
    return work(() => lintCluster(site))
  }
  of(10)
  const [few, many] = [of(100), of(400)]
  expect(few).toBeGreaterThan(10_000)
  expect(many / few).toBeLessThan(4.5)
})
