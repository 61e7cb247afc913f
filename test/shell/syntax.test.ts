import { spawn, spawnSync } from 'node:child_process'
import { once as happens } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { hostLock } from '../../src/engine/lock.ts'
import { workLook } from '../../src/engine/package-work.ts'
import { factsScript, probeScript } from '../../src/engine/scripts.ts'
import { label, type Provider, type Resource } from '../../src/model/resource.ts'
import { worker } from '../../src/resources/pkg/outlive.ts'
import { fullName } from '../../src/shell/compact.ts'
import { framed } from '../../src/shell/frames.ts'
import { joined, type Script, Secret, sh } from '../../src/shell/script.ts'
import { applyScript } from '../support/conformance.ts'
import { lookScripts } from '../support/look-scripts.ts'
import { Passed } from '../support/passed.ts'
import { saidOnce } from '../support/said-once.ts'
import { samples } from '../support/samples.ts'
import { shells } from '../support/shells.ts'
import { isThorough } from '../support/thorough.ts'
import { has } from '../support/tools.ts'

/** Every script of every provider of every kind, and every one that looks. */
const made: [string, Script][] = [
  ['facts', factsScript('token', ['keepalived'])],
  ['facts of a host that is locked', factsScript('token', [], [hostLock('1 2 me@here').taking, workLook])],
  ['lock that is still there', framed('token', [hostLock('1 2 me@here').still, hostLock('1 2 me@here').looking])],
  ['lock that is let go', joined([hostLock('1 2 me@here').lettingGo, sh``])],
  ['package work by itself', joined([worker, sh``])],
  ...lookScripts,
  ...samples.flatMap((resource) => resource.kind.providers.flatMap((provider) => scriptsOf(resource, provider))),
]
/** As they are shown; the last test has what is sent. */
const scripts = made.map(([name, script]): [string, string] => [name, script.display])

function scriptsOf(resource: Resource, provider: Provider): [string, Script][] {
  const declarations = [{ resource, provider, play: null as never, assignment: null as never }]
  const step = { resource, changes: [], action: 'update', refresh: resource.refreshOn.length > 0 } as const
  const name = `${label(resource)} by ${provider.name}`
  return [
    [`probe of ${name}`, probeScript('token', declarations)],
    [`apply of ${name}`, applyScript('token', declarations, [step])],
  ]
}

/** Each text once, the longest first, in a file of its own: N.sh. */
const texts = [...new Set(scripts.map(([, script]) => script))].toSorted((a, b) => b.length - a.length)
/** Those for shellcheck, which is slow, each without what it reads in another. Where it is to be quick, only those that have a line which none before has. */
const read = isThorough ? texts : withNewLines(texts)
const folder = mkdtempSync(join(tmpdir(), 'lbprov-syntax-'))
const once = saidOnce(read)
mkdirSync(join(folder, 'once'))
for (const script of texts) writeFileSync(join(folder, fileOf(script)), script)
for (const [i, script] of read.entries()) writeFileSync(join(folder, 'once', fileOf(script)), once[i]!)
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(script: string): string {
  return `${texts.indexOf(script)}.sh`
}

function withNewLines(all: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return all.filter((script) => {
    const before = seen.size
    for (const line of script.split('\n')) seen.add(line)
    return seen.size > before
  })
}

/**
 * What a program says of texts in the files of a folder, asked in one process: to start one for each from here takes longer than its work. Its
 * lines begin with N.sh: What it had nothing to say of in the last run it is not asked again.
 */
async function saidBy(name: string, words: readonly string[], all: ReadonlyMap<string, string>, cwd: string) {
  const passed = new Passed(name, words)
  const asked = [...all].filter(([, text]) => !passed.has(text)).map(([file]) => file)
  const lines = Map.groupBy(asked.length > 0 ? await linesOf([...words, ...asked], cwd) : [], (line) =>
    line.slice(0, line.indexOf(':')),
  )
  passed.keep([...all].filter(([file]) => !lines.has(file)).map(([, text]) => text))
  return (script: string) => lines.get(fileOf(script))?.join('\n') ?? ''
}

async function linesOf([program, ...words]: readonly string[], cwd: string): Promise<readonly string[]> {
  const child = spawn(program!, words, { cwd })
  const closed = happens(child, 'close')
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  expect({ err, code }).toEqual({ err: '', code: expect.toBeOneOf([0, 1]) })
  return out.split('\n').filter(Boolean)
}

const parses = `
  parser=$1; shift
  for lb in "$@"; do said=$($parser -n -s <"$lb" 2>&1) && [ -z "$said" ] || echo "$lb: ($?) $said" | paste -sd " "; done
`
for (const [program, ...args] of shells) {
  const parser = [program, ...args.slice(0, -1)].join(' ')
  const all = new Map(texts.map((script) => [fileOf(script), script]))
  const said = await saidBy(parser, ['sh', '-c', parses, 'sh', parser], all, folder)
  test.each(scripts)(`${parser}: %s parses`, (_name, script) => expect(said(script)).toBe(''))
}

// SC2317 unreachable (called through a function); SC2034 a variable read to be passed over; SC2043 and SC2234 come of generating;
// SC2086 is meant where it stands: a value of the kernel's is split into words; SC2030 and SC2031: what a step of its own finds
// out is found out anew after it; SC3013: dash, bash and busybox have -ef, and without it `put` writes at once;
// SC2119 and SC2120: a function that takes any number of files may get none; SC2016: a program for a shell of its own
const passed = 'SC2317,SC2034,SC2043,SC2234,SC2086,SC2030,SC2031,SC3013,SC2119,SC2120,SC2016'
const check = ['shellcheck', '-s', 'sh', '-e', passed, '-f', 'gcc']
const readOnce = new Map(read.map((script, i) => [fileOf(script), once[i]!]))
const checked = has('shellcheck') ? await saidBy('shellcheck', check, readOnce, join(folder, 'once')) : null

test.skipIf(!checked).each(scripts.filter(([, script]) => read.includes(script)))(
  'shellcheck has nothing to say of the %s',
  (_name, script) => {
    expect(checked!(script)).toBe('')
  },
)

test('shellcheck reads every line of every script', () => {
  const lines = (all: readonly string[]) => new Set(all.flatMap((script) => script.split('\n')))
  const seen = lines(once.map((script) => script.replaceAll(/^lb_variables\(\) \{.*?; \}; /gm, '')))
  expect([...lines(texts)].filter((line) => !seen.has(line))).toEqual([])
})

test('of a function that is left out the variables stay', () => {
  const helper = 'lb_x() {\n  lb_a=1; echo "$lb_b${lb_c:-}"\n}\n'
  const other = helper.replace('=1', '=2')
  const program = "lb_y=$(awk '\n{ print\n}' <x)\n"
  expect(saidOnce([`${helper}lb_x\n${program}`, `${helper}lb_x 2\n${program}`, `${other}lb_x 3\n`])).toEqual([
    `${helper}lb_x\n${program}`,
    `lb_variables() { lb_a=''; : "$lb_b"; }; \n\n\nlb_x 2\nlb_y=$(awk '\n\n}' <x)\n`,
    `${other}lb_x 3\n`,
  ])
})

/** As bash writes a script that it has read: on lines of its own, with its own spaces; names in full, programs of awk without the spaces of their lines. */
const normal = (texts: readonly string[]): readonly string[] => {
  const full = texts
    .map((text) => text.replaceAll(/\b_\w+/g, fullName))
    .map((text) => text.replaceAll(/\bawk .*'\n[^']*'/g, (program) => program.replaceAll(/^\s+/gm, '')))
  const input = full.map((text) => `lb() {\n${text}\n}\ndeclare -f lb; printf '\\0'\n`).join('')
  // From a pipe bash would read one byte after the other.
  const file = join(folder, 'normal.sh')
  writeFileSync(file, input)
  const { stdout, stderr } = spawnSync('bash', [file], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  expect(stderr).toBe('')
  return stdout.split('\0')
}

test.skipIf(!has('bash'))('what is sent is what is shown, but for names and the spaces that lines begin with', () => {
  const plain = made.filter(([, script]) => !script.display.includes(new Secret('').shown))
  expect(plain.length).toBeGreaterThan(made.length * 0.9)
  const [sent, shown] = [plain.map(([, { text }]) => text), plain.map(([, { display }]) => display)].map(normal)
  for (const [i, text] of sent!.entries()) if (text !== shown![i]) expect(text, plain[i]![0]).toBe(shown![i])
  const bytes = (texts: readonly string[]) => texts.join('').length
  expect(bytes(plain.map(([, { text }]) => text))).toBeLessThan(0.9 * bytes(plain.map(([, { display }]) => display)))
})
