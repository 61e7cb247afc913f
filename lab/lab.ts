import { rmSync } from 'node:fs'
import { ensureImage } from './image.ts'
import { ensureKeys } from './keys.ts'
import { alone } from './lock.ts'
import { imageOf, isUp, killMachine, startMachine, wipeMachine } from './machine.ts'
import { machineNamed, machinesNamed } from './machines.ts'
import { ensureNamespace, namespaceExists, removeNamespace } from './namespace.ts'
import { ensurePackages } from './packages.ts'
import { machineFolder } from './paths.ts'
import { say } from './say.ts'
import { machineExec } from './ssh.ts'

/** Brings the whole lab up: packages, image, network, machines. What is there already is left as it is. Ends when every machine has booted. */
export async function labUp(): Promise<void> {
  await ensurePackages()
  await alone(async () => {
    for (const image of new Set(machinesNamed().map((machine) => machine.image))) await ensureImage(image)
    await ensureKeys()
    await ensureNamespace()
    await startAll(machinesNamed().map((machine) => machine.name))
  })
}

/** Powers all machines off and removes the network; disks are kept unless `wipe`. */
export function labDown({ wipe = false } = {}): Promise<void> {
  return alone(async () => {
    const names = machinesNamed().map((machine) => machine.name)
    if (namespaceExists()) await Promise.all(names.filter(isUp).map(flush))
    await Promise.all(names.map(killMachine))
    await removeNamespace()
    if (wipe) for (const name of names) rmSync(machineFolder(name), { recursive: true, force: true })
    say(wipe ? 'the lab is down, its disks removed' : 'the lab is down, its disks kept')
  })
}

/** Puts machines back to the bare image, all of them when none is named, and waits until they have booted. Their host keys stay. */
export function resetMachine(names: readonly string[] = []): Promise<void> {
  return alone(async () => {
    const machines = machinesNamed(names).map((machine) => machine.name)
    await Promise.all(machines.map(killMachine))
    machines.forEach(wipeMachine)
    await startAll(machines)
  })
}

/** An off switch keeps what is in the disk's cache only if it was told to write. */
async function flush(name: string): Promise<void> {
  const abandoned = new Promise((resolve) => setTimeout(resolve, 5000).unref())
  await Promise.race([machineExec(name, 'sync'), abandoned])
}

async function startAll(names: readonly string[]): Promise<void> {
  const boot = async (name: string) => {
    const wasUp = isUp(name)
    await startMachine(name)
    say(`${name}: ${wasUp ? `is up${await imageRemark(name)}` : 'has booted'}`)
  }
  if (names.some((name) => !isUp(name))) say(`powering on ${names.filter((name) => !isUp(name)).join(', ')}`)
  await Promise.all(names.map(boot))
}

async function imageRemark(name: string): Promise<string> {
  const { disk } = await ensureImage(machineNamed(name).image)
  return imageOf(name) === disk ? '' : `, from an earlier image; for the new one: reset ${name}`
}
