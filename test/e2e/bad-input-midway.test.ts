import { once } from 'node:events'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { clientSpawn, killMachine, labUp, machineExec, startMachine } from '../../lab/index.ts'
import type { Report } from '../../src/model/report.ts'
import { type Prepared, prepare } from './cases/case.ts'
import { one, withRole } from './cases/extra-role.ts'
import { patient } from './cases/host.ts'
import { discreet, lbprov } from './cases/run.ts'
import { entry, eventually, flavour, hostOf, on, root } from './support.ts'

// What breaks while a run is at work. Each test has a folder, or a host, of its own, since all but the first are under way at once:
// it takes 75 s to notice that a host has lost its power.

beforeAll(labUp)

/** The mishap is one of Debian's tools. */
const onDebian = (host: string) => ({ concurrent: true, skip: flavour(host) !== 'debian' })

const access = [...entry, ...patient]

/** A project that writes a file, runs a command until FOLDER/go is there, and writes another file. */
async function threeSteps(host: string, folder: string, run: string): Promise<Prepared> {
  await on(host, `rm -rf ${folder}`)
  return prepare(
    withRole(
      `[directory('${folder}'), file('${folder}/before', { content: 'before' }),
      command('midway', { run: sh\`${run}\`, unless: sh\`[ -e ${folder}/go ]\` }), file('${folder}/after', { content: 'after' })]`,
      host,
    ),
  )
}

const steps = (report: Report, host: string) => hostOf(report, host).steps.map(({ outcome }) => outcome)
const inFolder = async (host: string, folder: string) => (await on(host, `ls -A ${folder}`)).stdout.trim().split('\n')

/** The same run when all is well again: it does what is left, and nothing twice. */
async function endsWell(prepared: Prepared, host: string, folder: string, outcomes: readonly string[]): Promise<void> {
  await on(host, `: >${folder}/go`)
  const { code, stdout } = await lbprov([...one, '--format', 'json'], prepared, access)
  expect([code, steps(JSON.parse(stdout) as Report, host)]).toEqual([0, outcomes])
  expect(await inFolder(host, folder)).toEqual(expect.arrayContaining(['after', 'before', 'go']))
  await on(host, `rm -r ${folder}`)
}

// By itself: with its connection it loses its lock, which another run that waits would take.
test('a session that is killed midway is opened again, and the run ends well', async () => {
  const folder = '/root/killed'
  const prepared = await threeSteps('dir1', folder, `: >${folder}/go; kill -9 $PPID`)
  const { code, stdout } = await lbprov(one, prepared, access)
  expect(code, stdout).toBe(0)
  expect(stdout).toContain(
    'NOTES\n  dir1: connection lost: the host closed it midway; connected again and probed again',
  )
  expect(stdout).toContain('1 host: 1 changed. 4 changes')
  expect(await inFolder('dir1', folder)).toEqual(['after', 'before', 'go'])
  await on('dir1', `rm -r ${folder}`)
})

test('sshd that is killed midway, and stays away, makes the host unreachable', onDebian('dir2'), async () => {
  const folder = '/root/gone'
  // The script goes on until it is heard by nobody: it waits for that.
  const kill = 'systemctl stop ssh; kill -9 $PPID; while [ -e /proc/$PPID ]; do sleep 0.1; done'
  const prepared = await threeSteps('dir2', folder, kill)
  try {
    const { code, stdout } = await lbprov(one, prepared, access)
    expect(code, stdout).toBe(4)
    expect(stdout).toContain(
      'UNREACHABLE dir2\n  connection lost: the host closed it midway; then connect to host 192.168.1.221 port 22: Connection refused\n' +
        '  → run again when the host is back: what is done is not repeated, what is not is done then\n',
    )
    expect(stdout).toMatch(/^dir2 +unreachable +created 2, skipped 2; /m)
  } finally {
    await sshdAgain('dir2')
  }
  expect(await inFolder('dir2', folder)).toEqual(['before'])
  await endsWell(prepared, 'dir2', folder, ['unchanged', 'unchanged', 'unchanged', 'created'])
})

/** Over the connection that the lab keeps, if it still has it. */
async function sshdAgain(name: string): Promise<void> {
  const { code } = await machineExec(name, 'systemctl start ssh')
  if (code === 0) return
  await killMachine(name)
  await startMachine(name)
}

test.concurrent('a machine that loses its power midway is unreachable, and has whole files when it is back', async () => {
  const folder = '/root/dark'
  const prepared = await threeSteps('rs2', folder, `: >${folder}/began; until [ -e ${folder}/go ]; do sleep 0.2; done`)
  const running = lbprov([...one, '--format', 'json', '-v'], prepared, access)
  try {
    await eventually('the command has begun', () => on('rs2', `test -e ${folder}/began`).then(() => {}))
    await killMachine('rs2')
    const { code, stdout } = await running
    const report = JSON.parse(stdout) as Report
    expect(code).toBe(4)
    expect(hostOf(report, 'rs2')).toMatchObject({ outcome: 'unreachable', hint: expect.stringMatching(/^run again/) })
    expect(hostOf(report, 'rs2').message).toMatch(
      /^connection lost: .* midway; then connect to host 192\.168\.1\.223 port 22: (No route to host|Connection timed out)/,
    )
    expect(steps(report, 'rs2')).toEqual(['created', 'created', 'skipped', 'skipped'])
  } finally {
    await startMachine('rs2')
  }
  const { stdout: left } = await on(
    'rs2',
    `mkdir -p ${folder}; cd ${folder}; ls -A; cat before 2>/dev/null || printf before`,
  )
  // A rename that had not reached the disk leaves the file under its temporary name; half a file is nowhere.
  expect(left).toMatch(/^(\.before\.lbprov-\d+-[0-9a-f]+\n)?(before\n)?(began\n)?before$/)
  await on('rs2', `rm -r ${folder}; mkdir ${folder}`)
  await endsWell(prepared, 'rs2', folder, ['unchanged', 'created', 'unchanged', 'created'])
})

test.concurrent('Ctrl-C, twice, says what goes on on which host, and the next run goes on', async () => {
  const folder = '/root/stopped'
  const prepared = await threeSteps('dir1', folder, `: >${folder}/began; until [ -e ${folder}/go ]; do sleep 0.2; done`)
  const words = [process.execPath, join(root, 'src/cli/main.ts'), 'run', ...one, ...access, '--wait', '600']
  const child = clientSpawn(['env', '-C', prepared.folder, 'CI=1', ...words])
  const said: Buffer[] = []
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => said.push(chunk))
  const ended = once(child, 'close')
  await eventually('the command has begun', () => on('dir1', `test -e ${folder}/began`).then(() => {}))
  child.kill('SIGINT')
  await eventually('lbprov has heard of it', async () =>
    expect(String(Buffer.concat(said))).toContain('nothing new is begun'),
  )
  child.kill('SIGINT')
  const [code] = await ended
  const output = Buffer.concat(said).toString()
  discreet({ stdout: output, stderr: '' })
  expect(code, output).toBe(130)
  expect(output).toContain('waiting for the end of what is under way: dir1 command[midway]; once more stops at once\n')
  expect(output).toContain('given up in the middle of command[midway], which goes on there: how it ends is not known\n')
  expect(output).toMatch(/^The rest:\n {2}lbprov run .* -l dir1$/m)
  expect(await inFolder('dir1', folder)).toEqual(['before', 'began'])
  await endsWell(prepared, 'dir1', folder, ['unchanged', 'unchanged', 'unchanged', 'created'])
})

test('of two runs at once the second waits for the first, and both end well', onDebian('rs1'), async () => {
  const prepared = prepare(withRole("[pkg('tree'), file('/root/tree', { content: 'tree' })]", 'rs1'))
  const ended = await Promise.all([1, 2].map(() => lbprov(one, prepared, access)))
  expect(
    ended.map(({ code }) => code),
    ended.map(({ stdout }) => stdout).join('\n'),
  ).toEqual([0, 0])
  const { stdout } = await on('rs1', 'dpkg -s tree; ls -A /root')
  expect(stdout).toContain('Status: install ok installed\n')
  expect(stdout).toMatch(/^tree$/m)
  expect(stdout).not.toContain('.tree.')
  await on('rs1', 'rm /root/tree; dpkg --purge tree')
})
