import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { clientExec, entry, labUp, machineExec, machineNamed, resetMachine } from '../../lab/index.ts'
import type { HostReport, Report } from '../../src/model/report.ts'
import type { Verification } from '../../src/model/verification.ts'

export const root = join(import.meta.dirname, '../..')
export const vip = '192.168.1.225'
export const url = `http://${vip}/`
export const directors = ['dir1', 'dir2']
export const realServers = ['rs1', 'rs2']
export const all = [...directors, ...realServers]

const main = [process.execPath, join(root, 'src/cli/main.ts')]

export { entry }

/** What a machine is like, for looks that differ. */
export function flavour(name: string): 'debian' | 'el6' | 'el' {
  const { image } = machineNamed(name)
  if (image.startsWith('debian')) return 'debian'
  return image === 'el6' ? 'el6' : 'el'
}

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** `lbprov run`, or another command, from the client's place; in the repository unless another directory is given. */
export function lbprov(
  words: readonly string[],
  { cwd = root, access = entry, command = 'run' }: { cwd?: string; access?: readonly string[]; command?: string } = {},
): Promise<Ended> {
  return clientExec(['env', '-C', cwd, 'CI=1', ...main, command, ...words, ...access])
}

/** The site of the repository, reported as JSON. */
export async function site(...words: readonly string[]): Promise<{ code: number; report: Report; stderr: string }> {
  const { code, stdout, stderr } = await lbprov(['site.yaml', '-i', 'hosts', '--format', 'json', ...words])
  if (stdout === '') throw new Error(`exit code ${code}\n${stderr}`)
  return { code, report: JSON.parse(stdout) as Report, stderr }
}

/** `lbprov verify` of the repository's site from the client's place, reported as JSON. */
export async function verified(...words: readonly string[]): Promise<{ code: number; verification: Verification }> {
  const command = ['env', '-C', root, 'CI=1', ...main, 'verify', 'site.yaml', '-i', 'hosts', '--format', 'json']
  const { code, stdout, stderr } = await clientExec([...command, ...words, ...entry])
  if (stdout === '') throw new Error(`exit code ${code}\n${stderr}`)
  return { code, verification: JSON.parse(stdout) as Verification }
}

export const hostOf = ({ hosts }: Report, name: string): HostReport => hosts.find(({ host }) => host === name)!

export interface HostChange extends Pick<HostReport['steps'][number], 'resource' | 'outcome' | 'changes'> {
  readonly host: string
}

/** host, resource and changes of every step that is not as it should be. */
export function changesIn({ hosts }: Report): readonly HostChange[] {
  return hosts.flatMap(({ host, steps }) =>
    steps
      .filter(({ outcome }) => outcome !== 'unchanged')
      .map(({ resource, outcome, changes }) => ({ host, resource, outcome, changes })),
  )
}

/** The four machines, bare. */
export async function bareLab(): Promise<void> {
  await labUp()
  await resetMachine()
}

/** Why a run did not end well, without what went well: CI shows the end of its log alone. */
export function amissIn({ hosts }: Report): string {
  const amiss = hosts.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'changed')
  const short = amiss.map((host) => ({ ...host, steps: host.steps.filter(({ outcome }) => outcome === 'failed') }))
  return JSON.stringify(short, null, 1)
}

/** The cluster as the repository's site describes it, whatever was there before. */
export async function cluster(): Promise<void> {
  await labUp()
  const { code, report, stderr } = await site()
  expect(code, stderr + amissIn(report)).toBe(0)
  await settled()
}

/** Waits until the master has the address and both directors send to both real servers. */
export async function settled(): Promise<void> {
  await eventually('the cluster is as configured', async () => {
    expect(await holders()).toEqual(['dir1'])
    for (const name of directors) expect(await tableOf(name)).toEqual(model)
  })
}

/** What `ipvsadm -Sn` must say on both directors. */
export const model = [
  { target: '192.168.1.225:80', scheduler: 'wrr', real: ['192.168.1.222:80 1', '192.168.1.223:80 1'] },
]

export async function tableOf(name: string): Promise<unknown> {
  const { stdout } = await on(name, 'ipvsadm -Sn')
  return parseTable(stdout)
}

/** `-A -t 192.168.1.225:80 -s wrr` and `-a -t … -r 192.168.1.222:80 -g -w 1`, read without the project's own parser. */
function parseTable(rules: string): unknown {
  const services = [...rules.matchAll(/^-A -t (\S+) -s (\S+)$/gm)].map(([, target, scheduler]) => ({
    target,
    scheduler,
  }))
  return services.map((service) => {
    const lines = rules.matchAll(/^-a -t (\S+) -r (\S+) -g -w (\d+)$/gm)
    const real = [...lines]
      .filter(([, target]) => target === service.target)
      .map(([, , address, weight]) => `${address} ${weight}`)
    return { ...service, real: real.toSorted() }
  })
}

/** The directors that have the virtual address now. */
export async function holders(): Promise<string[]> {
  const have = await Promise.all(
    directors.map(async (name) => (await machineExec(name, `ip -o addr show dev em1 to ${vip}`)).stdout.includes(vip)),
  )
  return directors.filter((_, i) => have[i])
}

/** A shell command as root on a machine; it must succeed. */
export async function on(name: string, shell: string): Promise<Ended> {
  const ended = await machineExec(name, shell)
  expect(ended.code, `${name}: ${shell}\n${ended.stdout}${ended.stderr}`).toBe(0)
  return ended
}

/** Tries again until the assertions hold; fails with their own message after a minute. */
export async function eventually(what: string, attempt: () => Promise<void>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

/** A directory with these files, for a project of its own. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'lbprov-e2e-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}
