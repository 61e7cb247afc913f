/** A program: what showing a run costs: `--check` of many hosts on loopback (crowd.ts), a change on each, told to a terminal, to a file, by events, and as JSON at the end; and when the first line comes. Words: HOSTS FORKS RUNS. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from '../lab/process.ts'
import { until } from '../lab/until.ts'
import { type Cost, measure } from './measure.ts'
import { median } from './result.ts'

const [hosts = 1000, forks = 50, runs = 5] = process.argv.slice(2).map(Number)
const port = 2297
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'lbprov-ui-'))
const words = ['run', 'site.yaml', '-i', 'hosts', '--check', '--forks', String(forks)]
const plain = [process.execPath, join(root, 'bin/lbprov.cjs'), ...words]

/** All without colors asked for or refused, and without a word that this is a pipeline. */
const outputs = {
  terminal: ['script', '-qec', `stty rows 40 cols 120; exec ${plain.join(' ')}`, '/dev/null'],
  file: plain,
  ndjson: [...plain, '--format', 'ndjson'],
  json: [...plain, '--format', 'json'],
}
type Output = keyof typeof outputs
const names = Object.keys(outputs) as Output[]

const role = `import { defineRole, file } from 'lbprov'
export default defineRole({ params: {}, resources: () => [file('/etc/lbprov-bench-absent', { content: 'text\\n' })] })
`

function writeSite(): void {
  const address = (i: number) => `127.1.${Math.floor(i / 250)}.${1 + (i % 250)}`
  const lines = Array.from({ length: hosts }, (_, i) => `h${i} ansible_host=${address(i)}`)
  const settings = `[all:vars]\nansible_user=root\nansible_port=${port}\nansible_password=none\nhost_key_checking=off\nansible_timeout=60\n`
  mkdirSync(join(folder, 'roles/one'), { recursive: true })
  writeFileSync(join(folder, 'hosts'), `${lines.join('\n')}\n${settings}`)
  writeFileSync(join(folder, 'site.yaml'), '- name: benchmark\n  hosts: all\n  roles: [one]\n')
  writeFileSync(join(folder, 'roles/one/role.js'), role)
}

function listens(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.1.0.1', () => resolve(socket.destroy() !== null))
    socket.once('error', () => resolve(false))
  })
}

interface Seen extends Cost {
  /** Seconds until something was shown. */
  readonly first: number
}

async function runOnce(name: Output): Promise<Seen> {
  const env = { TERM: 'xterm-256color', CI: '', NO_COLOR: '', HOME: folder }
  const file = join(folder, 'output')
  rmSync(file, { force: true })
  const start = performance.now()
  let first = 0
  const watch = setInterval(() => {
    if (first === 0 && (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) first = performance.now() - start
  }, 5)
  const cost = await measure({ argv: outputs[name], cwd: folder, env }, folder, { memory: false })
  clearInterval(watch)
  if (cost.code !== 0) throw new Error(`${name}: exit code ${cost.code}\n${readFileSync(file, 'utf8').slice(-5000)}`)
  return { ...cost, first: first / 1000 }
}

function row(name: Output, costs: readonly Seen[], floor: readonly Seen[]): string {
  const mid = (pick: 'wall' | 'cpu' | 'first', all: readonly Seen[]) => median(all.map((cost) => cost[pick]))
  const cells = (['wall', 'cpu'] as const).flatMap((pick) => {
    const own = mid(pick, costs)
    return [own.toFixed(2), (own / mid(pick, floor)).toFixed(3)]
  })
  return `| ${[name, ...cells, mid('first', costs).toFixed(2)].join(' | ')} |`
}

process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
writeSite()
await must(['npm', 'run', '-s', 'build'])
const crowd = spawn(process.execPath, [join(import.meta.dirname, 'crowd.ts'), String(port), String(hosts)])
process.on('exit', () => crowd.kill())
await until('the crowd', listens, 30)
const costs = new Map<Output, Seen[]>(names.map((name) => [name, []]))
for (let i = 0; i < runs; i++) for (const name of names) costs.get(name)!.push(await runOnce(name))
console.log(`${hosts} hosts, ${forks} forks, medians of ${runs} interleaved runs

| output to | wall s | to json's | CPU s | to json's | first line after s |
| --- | ---: | ---: | ---: | ---: | ---: |`)
for (const [name, all] of costs) console.log(row(name, all, costs.get('json')!))
crowd.kill()
await once(crowd, 'exit')
