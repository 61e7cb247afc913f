import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import type { Report } from '../../src/model/report.ts'
import { connectHost } from '../../src/transport/connect.ts'
import { factsOf } from '../support/conformance.ts'
import { baseImage, type ContainerEngine, startEngine, whyNoContainers } from './engine.ts'
import { type ContainerHost, hasInit, startHost } from './host.ts'

const root = join(import.meta.dirname, '../..')

describe.skipIf((await whyNoContainers()) !== null)(`role bootstrap on ${baseImage}`, () => {
  let engine: ContainerEngine
  let host: ContainerHost
  let able: boolean

  beforeAll(async () => {
    engine = await startEngine()
    host = await startHost(engine.image)
    const link = new Link(() => connectHost(host.connection), host.connection)
    able = hasInit(await factsOf(link))
    await link.close()
  })
  afterAll(async () => {
    await host?.container.stop()
    await engine?.stop()
  })

  /** Docker has the name of the container in its hands, and the machine's clock is not its own. */
  const run = async (user: string): Promise<{ code: number; report: Report }> => {
    const { port, privateKeyFile } = host.connection
    const folder = mkdtempSync(join(tmpdir(), 'lbprov-bootstrap-'))
    const vars = {
      admin_user: 'ops',
      admin_authorized_keys: [readFileSync(`${privateKeyFile}.pub`, 'utf8').trim()],
      host_name: (await host.exec('uname -n')).trim(),
      time_sync: false,
    }
    writeFileSync(
      join(folder, 'hosts'),
      `web ansible_host=127.0.0.1 ansible_port=${port} ansible_user=${user} ansible_become=${user !== 'root'} ansible_ssh_private_key_file=${privateKeyFile} ansible_ssh_host_key_checking=false\n`,
    )
    const words = ['run', 'bootstrap.yaml', '-i', join(folder, 'hosts'), '--format', 'json', '-e', JSON.stringify(vars)]
    return new Promise((resolve, reject) =>
      execFile(process.execPath, [join(root, 'src/cli/main.ts'), ...words], { cwd: root }, (error, stdout, stderr) => {
        if (stdout === '') return reject(new Error(stderr))
        resolve({ code: Number(error?.code ?? 0), report: JSON.parse(stdout) as Report })
      }),
    )
  }

  test('root gets in once; the second run, as the admin user, changes nothing; root stays out', async ({ skip }) => {
    if (!able) skip('no init in this container')
    const first = await run('root')
    expect([first.code, first.report.hosts[0]?.outcome], JSON.stringify(first.report, null, 1)).toEqual([0, 'changed'])
    const second = await run('ops')
    expect([second.code, second.report.hosts[0]?.outcome], JSON.stringify(second.report)).toEqual([0, 'ok'])
    expect((await run('root')).code).toBe(4)
  })
})
