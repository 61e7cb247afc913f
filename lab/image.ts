import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, relative } from 'node:path'
import { diskFolder } from './memory.ts'
import { cacheFolder, imagesFolder } from './paths.ts'
import { identify } from './pid-record.ts'
import { must } from './process.ts'
import { say } from './say.ts'

/** A built image: a disk for machines, and the same root filesystem (without kernel modules) as a tar archive for containers. */
export interface Image {
  readonly disk: string
  readonly rootfs: string
}

const modulesFolder = '/usr/lib/uml/modules'

/** The image of that name, from the cache or built now. An interrupted build leaves nothing that is taken for an image. */
export async function ensureImage(name: string): Promise<Image> {
  const folder = join(cacheFolder, `${name}-${await recipeHash(name)}`)
  if (!existsSync(folder)) await buildOnce(name, folder)
  return { disk: join(folder, 'base.img'), rootfs: join(folder, 'rootfs.tar') }
}

const program = (name: string) => join(imagesFolder, 'common', name)

/** What an image is made of: its layers' files, the programs that put them together, the kernel, the Debian release of this machine. */
async function recipeHash(name: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of [program('rootfs.sh'), program('disk.sh'), ...layersOf(name).flatMap(filesUnder)]) {
    hash.update(relative(imagesFolder, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  hash.update(await must(['dpkg-query', '--show', 'user-mode-linux'])).update(readFileSync('/etc/debian_version'))
  return hash.digest('hex').slice(0, 12)
}

const builds = new Map<string, Promise<void>>()

/** Machines that start together ask together. */
function buildOnce(name: string, folder: string): Promise<void> {
  const begun = builds.get(folder) ?? build(name, folder)
  builds.set(folder, begun)
  return begun
}

/** The folders an image is made of, as rootfs.sh reads them too; its own is the last. */
function layersOf(name: string): string[] {
  const own = join(imagesFolder, name)
  const lines = readFileSync(join(own, 'layers'), 'utf8').split('\n')
  const named = lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '')
  return [...named.map((layer) => join(imagesFolder, 'common', layer)), own]
}

function filesUnder(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((entry) => join(entry.parentPath, entry.name)).sort()
}

async function build(name: string, folder: string): Promise<void> {
  const work = `${folder}.building-${process.pid}`
  await removeAbandoned()
  mkdirSync(work, { recursive: true })
  try {
    say(`building image ${name}: root filesystem (once; about a minute)`)
    await aptOfThisMachine(work)
    await must(['env', `TMPDIR=${diskFolder()}`, 'sh', program('rootfs.sh'), join(imagesFolder, name), work])
    say(`building image ${name}: disk`)
    const parts = [join(work, 'rootfs.tar'), join(modulesFolder, kernelVersion()), join(work, 'base.img')]
    await must(asRoot(['sh', program('disk.sh'), ...parts]))
    for (const file of ['sources.list', 'apt.conf', 'overlay.tar']) rmSync(join(work, file))
    if (!existsSync(folder)) renameSync(work, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function kernelVersion(): string {
  const version = readdirSync(modulesFolder).at(-1)
  if (!version)
    throw new Error(`${modulesFolder}: empty; expected the modules of one kernel; install user-mode-linux again`)
  return version
}

/** How this machine reaches its Debian mirror, as the folder's sources.list and apt.conf. */
export async function aptOfThisMachine(folder: string): Promise<void> {
  await must(['sh', program('apt.sh'), folder])
}

/** A command that acts as root on files it makes: in a user namespace of its own when this user isn't root. */
function asRoot(argv: readonly string[]): readonly string[] {
  return userInfo().uid === 0 ? argv : ['unshare', '--user', '--map-root-user', '--map-auto', '--', ...argv]
}

async function removeAbandoned(): Promise<void> {
  mkdirSync(cacheFolder, { recursive: true })
  const builds = readdirSync(cacheFolder).filter((name) => name.includes('.building-'))
  const abandoned = builds.filter((name) => !identify(Number(name.split('-').at(-1))))
  if (abandoned.length) await must(asRoot(['rm', '-rf', ...abandoned.map((name) => join(cacheFolder, name))]))
}
