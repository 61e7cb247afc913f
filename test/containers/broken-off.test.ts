import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { baseImage, type ContainerEngine, startEngine, whyNoContainers } from './engine.ts'
import { type ContainerHost, startHost } from './host.ts'
import { labImages, stockImages } from './images.ts'

// A first run over ssh with real package work that is broken off while dpkg is at work: LBPROV_POINTS=30 for as many points.
const most = Number(process.env.LBPROV_POINTS ?? 1)
const points = Array.from(
  { length: 30 },
  (_, i) => ({ signal: i % 3 === 1 ? 'SIGINT' : 'SIGKILL', part: ((i * 11 + 10) % 30) / 30 }) as const,
)

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const isDebian = { ...stockImages, ...labImages }[baseImage]?.packageTool === 'apt'

const role = `import { command, defineRole, file, pkg, sh } from 'lbprov'
export default defineRole({ params: {}, resources: () => {
  const conf = file('/etc/ours.conf', { content: 'x' })
  return [pkg('tree'), pkg('ipvsadm'), conf, command('reload', { run: sh\`:\`, unless: sh\`:\` }, { refreshOn: [conf] }), pkg('keepalived')]
} })
`
const state = `dpkg-query -W -f '\${Package} \${Status} \${Version}\\n'; ls /var/lib/dpkg/updates; ls -A /run | grep lbprov
  find /etc -xdev -type f ! -name ld.so.cache ! -name hosts ! -name resolv.conf ! -name hostname ! -name machine-id ! -name 'ssh_host_*' -exec cksum {} + | sort -k 3`

describe.skipIf((await whyNoContainers()) !== null || !isDebian)(`${baseImage}, a first run that is broken off`, () => {
  let engine: ContainerEngine
  let host: ContainerHost
  let undisturbed: string
  let lines: number
  const folder = mkdtempSync(join(tmpdir(), 'lbprov-broken-'))

  beforeAll(async () => {
    engine = await startEngine()
    mkdirSync(join(folder, 'roles/own'), { recursive: true })
    writeFileSync(join(folder, 'site.yaml'), '- hosts: all\n  roles: [own]\n')
    writeFileSync(join(folder, 'roles/own/role.ts'), role)
    await anew()
    const whole = await ended(run())
    expect(whole.code, whole.err).toBe(0)
    undisturbed = await host.exec(state)
    lines = await logged()
  })
  afterAll(async () => {
    await host?.container.stop()
    await engine?.stop()
  })

  async function anew(): Promise<void> {
    await host?.container.stop()
    host = await startHost(engine.image)
    const { port, privateKeyFile } = host.connection
    writeFileSync(
      join(folder, 'hosts'),
      `here ansible_host=127.0.0.1 ansible_port=${port} ansible_user=root ansible_ssh_private_key_file=${privateKeyFile} ansible_host_key_checking=false ansible_timeout=60\n`,
    )
    await host.exec('apt-get -q update; : >/var/log/dpkg.log')
  }

  const logged = async () => Number(await host.exec('wc -l </var/log/dpkg.log'))
  const run = (...words: readonly string[]) =>
    spawn(process.execPath, [main, 'run', 'site.yaml', '-i', 'hosts', ...words], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  async function ended(child: ReturnType<typeof run>) {
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    return { out, err, code: code as number | null }
  }

  test.each(points.slice(0, most))(
    'by $signal at $part of the package work: the next run ends as one that nobody disturbed',
    { timeout: 600_000 },
    async ({ signal, part }) => {
      await anew()
      const child = run()
      const first = ended(child)
      await host.exec(
        `until [ "$(wc -l </var/log/dpkg.log)" -ge ${Math.max(1, Math.floor(lines * part))} ]; do sleep 0.02; done`,
      )
      child.kill(signal)
      const { code, out } = await first
      if (signal === 'SIGINT' && part < 0.9) expect(code, out).toBe(130)
      const next = await ended(run('--wait', '300'))
      expect(next.code, `${next.out}${next.err}`).toBe(0)
      expect(await host.exec(state)).toBe(undisturbed)
    },
  )
})
