import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StartedTestContainer } from 'testcontainers'
import { afterAll, beforeAll, describe } from 'vitest'
import { diskFolder } from '../../lab/memory.ts'
import { startServersBy } from '../unit/transport/support/sshd.ts'
import { type ContainerEngine, startEngine, whyNoContainers } from './engine.ts'

const why = await whyNoContainers()

// The ways in of test/unit/transport/matrix.test.ts, and the table of new keys, with each server in a container of the image that the suites make a host of.
describe.skipIf(why !== null)('with servers in a container', async () => {
  const scratch = tmpdir()
  let shared: string
  let engine: ContainerEngine
  let container: StartedTestContainer

  beforeAll(async () => {
    // The files of the tests have the same names there; a container has a /dev/shm of its own.
    shared = mkdtempSync(join(diskFolder(), 'lbprov-matrix-'))
    engine = await startEngine()
    container = await engine.image
      .withNetworkMode('host')
      .withAddedCapabilities('SYS_ADMIN')
      .withSecurityOpt('seccomp=unconfined', 'apparmor=unconfined')
      .withBindMounts([{ source: shared, target: shared, mode: 'rw' }])
      .withCommand(['sh', '-c', 'mkdir -p /run/sshd; exec sleep infinity'])
      .start()
    process.env.TMPDIR = shared
    startServersBy(['docker', 'exec', container.getId()])
  })
  afterAll(async () => {
    startServersBy([])
    process.env.TMPDIR = scratch
    await container?.stop()
    await engine?.stop()
    rmSync(shared, { recursive: true, force: true })
  })

  if (why !== null) return
  await import('../unit/transport/matrix.test.ts')
  await import('../unit/cli/host-keys.test.ts')
})
