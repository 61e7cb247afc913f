import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GenericContainer } from 'testcontainers'
import { ensureImage } from '../../lab/image.ts'
import { install } from '../../lab/install.ts'
import { diskFolder } from '../../lab/memory.ts'
import { ensurePackages } from '../../lab/packages.ts'
import { isHere, isRoot } from '../support/tools.ts'

/** The image that the suites make a host of: LBPROV_TEST_IMAGE, or what the lab makes of Debian 12. */
export const baseImage = process.env.LBPROV_TEST_IMAGE ?? 'lab/debian12'

/** What the suites run on: an image that is a host with sshd, and the end of a daemon that was started for it. */
export interface ContainerEngine {
  readonly image: GenericContainer
  readonly stop: () => Promise<void>
}

/** Why containers can't be had here; null when they can. */
export async function whyNoContainers(): Promise<string | null> {
  const why = dockerAnswers() ? null : await cannotStart()
  if (why !== null) console.warn(`\n!! The container suites are skipped: ${why}\n`)
  return why
}

async function cannotStart(): Promise<string | null> {
  if (!isRoot) return 'no container engine answers, and starting one needs root'
  if (!isHere('dockerd')) await install(['docker.io'], 'the container tests')
  return isHere('dockerd') ? null : 'dockerd is missing (package docker.io)'
}

function dockerAnswers(): boolean {
  return isHere('docker') && spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0
}

/** Uses the engine that answers, or starts one of our own on its own socket; makes the image. */
export async function startEngine(): Promise<ContainerEngine> {
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true'
  process.env.TESTCONTAINERS_HOST_OVERRIDE = '127.0.0.1'
  const stop = dockerAnswers() ? async () => {} : await startDaemon()
  try {
    if (baseImage.startsWith('lab/')) await importFromLab(baseImage)
    return { image: await hostImage(), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startDaemon(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(diskFolder(), 'lbprov-docker-'))
  const at = (name: string) => join(folder, name)
  const log = openSync(at('log'), 'a')
  const socket = `unix://${at('socket')}`
  const words = ['--data-root', at('data'), '--exec-root', at('exec'), '--host', socket, '--pidfile', at('pid')]
  const daemon = spawn('dockerd', words, { stdio: ['ignore', log, log] })
  process.env.DOCKER_HOST = socket
  while (!dockerAnswers()) {
    if (daemon.exitCode !== null) throw new Error(`dockerd ended; see ${at('log')}`)
    await sleep(200)
  }
  return async () => {
    const gone = new Promise((resolve) => daemon.once('exit', resolve))
    daemon.kill('SIGTERM')
    await gone
    // It stays mounted where a container had the network of this machine.
    spawnSync('umount', ['--lazy', at('exec/netns/default')], { stdio: 'ignore' })
    execFileSync('rm', ['-rf', folder])
  }
}

/** The lab's root filesystem as a container image. */
async function importFromLab(name: string): Promise<void> {
  await ensurePackages()
  const { rootfs } = await ensureImage(name.slice('lab/'.length))
  execFileSync('docker', ['import', rootfs, name])
}

/** The base image with sshd and what else a host has. */
function hostImage(): Promise<GenericContainer> {
  return GenericContainer.fromDockerfile(join(import.meta.dirname, 'image'))
    .withBuildArgs({ IMAGE: baseImage })
    .build('lbprov-host', { deleteOnExit: false })
}
