import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, expect, test } from 'vitest'
import { writtenRecording } from '../../generate/recording.ts'
import { clientSpawn, knownHostsFile } from '../../lab/index.ts'
import { keyFile } from '../../lab/paths.ts'
import { bareLab, eventually, holders, root } from './support.ts'

const page = readFileSync(join(root, 'docs/tutorial.md'), 'utf8')
/** Each block of commands, and the lines that its output has. */
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```\n(?:\s*```text\n([\s\S]*?)```)?/g)].map(
  ([, commands, text = '']) => ({
    commands: commands!.trim().split('\n'),
    lines: text.trim().split('\n'),
  }),
)

/** A home in which ssh works as the page says. */
const home = mkdtempSync(join(tmpdir(), 'lbprov-tutorial-'))
let cwd = join(home, 'work')
let packed = ''

beforeAll(async () => {
  await bareLab()
  mkdirSync(join(home, '.ssh'), { mode: 0o700 })
  mkdirSync(cwd)
  execFileSync('install', ['-m', '0600', keyFile, join(home, '.ssh/id_ed25519')])
  copyFileSync(knownHostsFile, join(home, '.ssh/known_hosts'))
  packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', home], { cwd: root, encoding: 'utf8' }).trim()
})

/** What was seen, and when. */
const seen: { at: number; text: string }[] = []
const begun = performance.now()
const see = (text: string) => void seen.push({ at: (performance.now() - begun) / 1000, text })

/** Starts bash at the client's place, whose lines are seen as they come. Resolves to them and the exit code. */
async function byBash(line: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const env = [`HOME=${home}`, `PATH=${dirname(process.execPath)}:${process.env.PATH}`, 'CI=1', 'NO_COLOR=1']
  const child = clientSpawn(['env', '-C', cwd, ...env, 'bash', '-c', `exec 2>&1; ${line}`])
  const lines: string[] = []
  createInterface({ input: child.stdout! }).on('line', (text) => {
    lines.push(text)
    see(text)
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output: `${lines.join('\n')}\n` }
}

/** One line of the page, by bash at the client's place; `cd` holds for the lines to come. */
async function typed(line: string): Promise<string> {
  see(`$ ${line}`)
  const [, folder] = /^cd (\S+)$/.exec(line) ?? []
  if (folder !== undefined) {
    cwd = join(cwd, folder)
    return ''
  }
  // The registry is not in the lab.
  if (line === 'npm install lbprov') {
    const words = ['install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', join(home, packed)]
    execFileSync('npm', words, { cwd, encoding: 'utf8' })
    see('')
    return ''
  }
  const { code, output } = await byBash(line)
  see('')
  expect(code, `${line}\n${output}`).toBe(0)
  return output
}

test('what the tutorial says, word by word, ends in a cluster that is proven', async () => {
  for (const { commands, lines } of blocks) {
    let output = ''
    for (const line of commands) {
      if (line.includes(' verify '))
        await eventually('a director has the address', async () => expect(await holders()).toEqual(['dir1']))
      output += await typed(line)
    }
    for (const line of lines) expect(output).toContain(line)
  }
  if (process.env.LBPROV_RECORD) writeFileSync(process.env.LBPROV_RECORD, writtenRecording({ lines: seen }))
}, 600_000)
