/** A program: times reading and lint of large keepalived.conf beside JSON.parse of the same content. CPU time of the whole process, medians of interleaved runs. */
import { parseConf } from '../src/lvs/conf/parse.ts'
import { readCluster } from '../src/lvs/conf/read/cluster.ts'
import { lintKeepalivedConf } from '../src/lvs/lint/keepalived-conf.ts'

const rounds = Number(process.argv[2] ?? 9)
const options = { file: 'keepalived.conf', version: '2.2.8' }

/** As many services as addresses of one instance, each with two real servers. */
function confOf(services: number): string {
  const addresses = Array.from({ length: services }, (_, i) => `10.${i >> 14}.${(i >> 7) & 127}.${1 + (i & 127)}`)
  const server = (address: string) => `    real_server ${address} 80 {
        weight 1
        TCP_CHECK {
            connect_timeout 1
            retry 1
            delay_before_retry 1
        }
    }
`
  return `vrrp_instance V {
    interface em1
    virtual_router_id 7
    priority 100
    virtual_ipaddress {
${addresses.map((address) => `        ${address}\n`).join('')}    }
}
${addresses
  .map(
    (address) => `virtual_server ${address} 80 {
    delay_loop 2
    lb_algo wrr
    lb_kind DR
    protocol TCP
${server('192.168.1.222')}${server('192.168.1.223')}}
`,
  )
  .join('')}`
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

function measure(services: number): void {
  const text = confOf(services)
  const { nodes } = parseConf(text, options)
  const tree = JSON.stringify(nodes)
  const words = JSON.stringify(nodes, (key, value) => (key === 'where' ? undefined : value))
  const data = JSON.stringify(readCluster(nodes, 'lb1').data)
  const works: Readonly<Record<string, () => unknown>> = {
    'JSON.parse of the tree': () => JSON.parse(tree),
    'JSON.parse of its words': () => JSON.parse(words),
    'JSON.parse of the variables': () => JSON.parse(data),
    'text to tree': () => parseConf(text, options),
    'lint, all of it': () => lintKeepalivedConf(text, options),
  }
  const times = new Map(Object.keys(works).map((name) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++)
    for (const [name, work] of Object.entries(works)) times.get(name)!.push(cpuMs(work))
  const [ofTree, ofWords] = [...times.values()].map(median) as [number, number]
  const megabytes = (given: string) => `${(given.length / 1e6).toFixed(1)} MB`
  console.log(
    `\n${services} services: ${megabytes(text)} of text; as JSON ${megabytes(tree)} with the place of each word, ${megabytes(words)} without, ${megabytes(data)} as variables`,
  )
  for (const [name, all] of times) {
    const time = median(all)
    const [tree, words] = [ofTree, ofWords].map((one) => `${(time / one).toFixed(1).padStart(6)} x`)
    console.log(`${name.padEnd(28)} ${time.toFixed(0).padStart(6)} ms ${tree} the tree ${words} its words`)
  }
}

for (const services of [1000, 4000, 11_000]) measure(services)
