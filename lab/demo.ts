/** A program: the main job shown on the lab, from bare machines to a client that hardly notices a dead master. */
import { styleText } from 'node:util'
import { arpRepliers, distribution, gapWhile } from './client.ts'
import { labUp, resetMachine } from './lab.ts'
import { runLbprov } from './lbprov.ts'
import { isUp, killMachine, startMachine } from './machine.ts'
import { machinesNamed, macOf } from './machines.ts'
import { machineExec } from './ssh.ts'
import { until } from './until.ts'

const vip = '192.168.1.225'
const url = `http://${vip}/`
const site = ['run', 'site.yaml', '-i', 'hosts']
const master = 'dir1'

const bold = (text: string) => (process.stdout.isTTY && !process.env.NO_COLOR ? styleText('bold', text) : text)
const print = (text = '') => console.log(text)

function heading(text: string): void {
  print(`\n${bold(`── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`)}`)
}

async function lbprov(...words: string[]): Promise<void> {
  print(`$ lbprov ${[...site, ...words].join(' ')}\n`)
  const code = await runLbprov([...site, ...words])
  if (code !== 0) throw new Error(`lbprov ended with exit code ${code}`)
}

async function bareLab(): Promise<void> {
  const fresh = !machinesNamed().some(({ name }) => isUp(name))
  await labUp()
  const { stdout } = await machineExec(master, 'command -v keepalived ipvsadm')
  if (fresh && stdout === '') return
  print('the machines have been used before: back to the bare image')
  await resetMachine()
}

/** The machine that a hardware address belongs to. */
function ownerOf(mac: string): string {
  return machinesNamed().find((machine) => macOf(machine) === mac)?.name ?? 'nobody known'
}

async function showArp(): Promise<void> {
  const macs = await arpRepliers(vip)
  print(`who answers ARP for ${vip}?   ${macs.map((mac) => `${mac} (${ownerOf(mac)})`).join(', ') || 'nobody'}`)
}

async function showDistribution(): Promise<void> {
  const answers = Object.entries(await distribution(url, 100)).map(([name, count]) => `${name} ${count}`)
  print(`who answered 100 requests?           ${answers.join(', ')}`)
}

async function showTables(): Promise<void> {
  for (const name of ['dir1', 'dir2']) {
    const { stdout } = await machineExec(name, 'ipvsadm -Sn')
    print(`ipvsadm -Sn on ${name}:\n${stdout.replaceAll(/^/gm, '    ').trimEnd()}`)
  }
}

async function showFailover(): Promise<void> {
  const { longestGap, answered, failed } = await gapWhile(url, () => killMachine(master))
  print(`a client asking every 50 ms while ${master} is cut off: ${answered} answers, ${failed} failed,`)
  print(`the longest time without an answer ${longestGap.toFixed(2)} s`)
  await showArp()
  const back = await gapWhile(url, async () => {
    await startMachine(master)
    await until(`${master}: master again`, async () => (await arpRepliers(vip)).map(ownerOf).join() === master, 60)
  })
  print(
    `${master} is powered on again and takes its role back; longest time without an answer ${back.longestGap.toFixed(2)} s`,
  )
  await showArp()
}

async function main(): Promise<void> {
  heading('four bare machines: dir1, dir2 (directors), rs1, rs2 (real servers)')
  await bareLab()
  heading('what would be done?')
  await lbprov('--check', '--diff')
  heading('do it')
  await lbprov('--yes')
  heading('a second time: nothing is left to do')
  await lbprov()
  heading("the truth, from the client's place")
  await until(
    `${url} answers`,
    async () => (await arpRepliers(vip)).length > 0 && 'rs1' in (await distribution(url, 4)),
    60,
  )
  await showArp()
  await showDistribution()
  await showTables()
  heading(`what does a client notice of a dead master?`)
  await showFailover()
  heading('the lab is up; look around')
  print(`npm run lab -- run curl ${url}            a request from the client's place
npm run lab -- ssh dir1                              a root shell on a machine
npm run lab -- kill dir1                             cut its power; start dir1: power it on
npm run lab -- lbprov run site.yaml -i hosts --check   lbprov against these machines
npm run lab -- down                                  take it down (--wipe: its disks too)`)
}

try {
  await main()
} catch (error) {
  console.error(`demo: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
