import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureImage } from './image.ts'
import { seedFile } from './keys.ts'
import { type Machine, machineNamed, macOf, topology } from './machines.ts'
import { memoryFolder } from './memory.ts'
import { inside } from './namespace.ts'
import { consoleLog, machineFolder } from './paths.ts'
import { end, recall, remember } from './pid-record.ts'
import { startDetached } from './process.ts'
import { say } from './say.ts'
import { answers, disconnect, machineExec } from './ssh.ts'
import { until } from './until.ts'

const megabytes = 256
const bootSeconds = 120

const pidFile = (name: string) => join(machineFolder(name), 'pid.json')
const imageNote = (name: string) => join(machineFolder(name), 'image')
const diskFile = (name: string) => join(machineFolder(name), 'disk.cow')

/** The process id of a machine that is powered on. */
export function machinePid(name: string): number | undefined {
  return recall(pidFile(name))?.pid
}

/** True while a machine is powered on, answering or not. */
export function isUp(name: string): boolean {
  return machinePid(name) !== undefined
}

/** Powers a machine on, with the disk it had, and waits until it has booted and answers over ssh. */
export async function startMachine(name: string): Promise<void> {
  const machine = machineNamed(name)
  if (!isUp(name)) await powerOn(machine)
  await booted(machine)
}

/** Powers a machine off as a cut cable does: what it had not written to its disk is lost. */
export async function killMachine(name: string): Promise<void> {
  machineNamed(name)
  await end(pidFile(name))
  await disconnect(name)
}

/** Reboots a machine from inside and waits until it has booted again. */
export async function rebootMachine(name: string): Promise<void> {
  const before = await bootId(name)
  await machineExec(name, 'reboot')
  await disconnect(name)
  await until(`${name}: rebooted`, async () => ![before, ''].includes(await bootId(name)), bootSeconds)
  await waitForBoot(name)
}

const bootId = async (name: string) => (await machineExec(name, 'cat /proc/sys/kernel/random/boot_id')).stdout

/** Takes away a machine's disk, so that it starts from the bare image. The machine must be off. */
export function wipeMachine(name: string): void {
  rmSync(diskFile(name), { force: true })
}

/** Waits until a machine that is powered on has booted: again, after a reboot inside it. */
export async function waitForBoot(name: string): Promise<void> {
  await booted(machineNamed(name))
}

async function booted({ name }: Machine): Promise<void> {
  const ready = () => {
    if (isUp(name)) return answers(name)
    throw new Error(`${name}: the machine ended while it booted`)
  }
  try {
    await until(`${name}: answering over ssh`, ready, bootSeconds)
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new Error(`${reason}; the end of ${consoleLog(name)}:\n${consoleTail(name)}`)
  }
}

async function powerOn(machine: Machine): Promise<void> {
  const { disk } = await ensureImage(machine.image)
  const folder = machineFolder(machine.name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  rebase(machine.name, disk)
  rmSync(join(folder, 'uml'), { recursive: true, force: true })
  rmSync(consoleLog(machine.name), { force: true })
  const env = { ...process.env, TMPDIR: memoryFolder(megabytes * 1.25) }
  const pid = await startDetached(inside(kernelCommand(machine, disk)), consoleLog(machine.name), env)
  remember(pidFile(machine.name), pid)
}

/** A copy-on-write disk is of use only over the image it was made from. */
function rebase(name: string, image: string): void {
  if (existsSync(diskFile(name)) && imageOf(name) !== image) {
    say(`${name}: the image has changed; starting from the new one`)
    wipeMachine(name)
  }
  writeFileSync(imageNote(name), image)
}

/** The image a machine's disk was made from, the path of its file. */
export function imageOf(name: string): string {
  return readFileSync(imageNote(name), 'utf8')
}

function kernelCommand(machine: Machine, image: string): string[] {
  const { gateway, prefixLength, interface: link } = topology()
  const { name, address, roles } = machine
  const kernel = [`mem=${megabytes}M`, `umid=${name}`, `uml_dir=${join(machineFolder(name), 'uml')}/`]
  const disks = [`ubd0=${diskFile(name)},${image}`, `ubd1r=${seedFile(machine)}`, 'root=/dev/ubda', 'rw']
  const wires = [`vec0:transport=tap,ifname=${name},depth=128,mac=${macOf(machine)}`, 'con=null', 'con0=null,fd:1']
  const place = [`labaddress=${address}/${prefixLength}`, `labgateway=${gateway}`, `labinterface=${link}`]
  return ['linux.uml', ...kernel, ...disks, ...wires, `labname=${name}`, ...place, `labroles=${roles.join(',')}`]
}

function consoleTail(name: string): string {
  if (!existsSync(consoleLog(name))) return '(nothing)'
  return readFileSync(consoleLog(name), 'utf8').trimEnd().split('\n').slice(-20).join('\n')
}
