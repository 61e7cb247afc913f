/** A program: the command line of the lab. */
import { copyFileSync } from 'node:fs'
import { clientRun } from './client.ts'
import { rawFacts } from './facts.ts'
import { ensureImage } from './image.ts'
import { labDown, labUp, resetMachine } from './lab.ts'
import { runLbprov } from './lbprov.ts'
import { killMachine, machinePid, rebootMachine, startMachine } from './machine.ts'
import { machineNamed, machinesNamed } from './machines.ts'
import { ensurePackages } from './packages.ts'
import { say } from './say.ts'
import { machineShell } from './ssh.ts'

const help = `Usage: npm run lab -- COMMAND

  up                   start the lab: whatever is missing is installed, built, started
  down [--wipe]        power all machines off and remove the network; --wipe removes their disks too
  status               the machines, their addresses and processes
  ssh NAME [COMMAND…]  a root shell on a machine, or one command there
  run COMMAND…         any command at the client's place on the machines' LAN
  lbprov run …         lbprov from the client's place, with the machines' key and host keys
  kill NAME…           power machines off at once, as by a cut cable
  start NAME…          power machines on again; the disk is kept
  reboot NAME…         reboot machines from inside
  reset [NAME…]        back to the bare image
  facts NAME           what the facts script prints on a machine, as src/testing/systems keeps it
  rootfs-tar FILE      the image's root filesystem as a tar archive, for a container image

Machines: ${machinesNamed()
  .map(({ name, address }) => `${name} ${address}`)
  .join(', ')}
`

/** What it gives, if a number, is the exit code. */
type Command = (args: readonly string[]) => Promise<unknown>

const commands: Readonly<Record<string, Command>> = {
  up: async () => {
    await labUp()
    printStatus()
  },
  down: (args) => labDown({ wipe: args.includes('--wipe') }),
  status: async () => printStatus(),
  ssh: ([name = '', ...command]) => machineShell(name, command),
  run: (command) => (command.length ? clientRun(command) : usage('run: a command is missing')),
  lbprov: runLbprov,
  kill: (names) => forEach(names, killMachine),
  start: (names) => forEach(names, startMachine),
  reboot: (names) => forEach(names, rebootMachine),
  reset: (names) => resetMachine(names),
  facts: async ([name]) => (name ? void process.stdout.write(await rawFacts(name)) : usage('facts: a name is missing')),
  'rootfs-tar': ([file]) => (file ? exportRootfs(file) : usage('rootfs-tar: a file name is missing')),
}

async function forEach(names: readonly string[], action: (name: string) => Promise<void>): Promise<unknown> {
  if (!names.length) return usage('the name of a machine is missing')
  names.forEach(machineNamed)
  await Promise.all(names.map(action))
}

async function exportRootfs(file: string): Promise<void> {
  await ensurePackages()
  const { rootfs } = await ensureImage(machinesNamed()[0]?.image ?? '')
  copyFileSync(rootfs, file)
  say(`written: ${file}`)
}

function printStatus(): void {
  const row = (...cells: string[]) =>
    console.log(
      cells
        .map((cell) => cell.padEnd(8))
        .join(' ')
        .trimEnd(),
    )
  row('MACHINE', 'STATE', 'PID', 'ADDRESS')
  for (const { name, address } of machinesNamed()) {
    const pid = machinePid(name)
    row(name, pid ? 'up' : 'down', String(pid ?? '-'), address)
  }
}

async function usage(complaint: string): Promise<number> {
  console.error(`${complaint}\n\n${help}`)
  return 3
}

async function main([name = '--help', ...args]: readonly string[]): Promise<unknown> {
  if (['--help', '-h', 'help'].includes(name)) return console.log(help)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  return command ? command(args) : usage(`no command "${name}"`)
}

try {
  const code = await main(process.argv.slice(2))
  process.exitCode = typeof code === 'number' ? code : 0
} catch (error) {
  console.error(`lab: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
