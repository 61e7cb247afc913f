import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { lint } from '../../../src/cli/lint.ts'
import { openOut } from '../../../src/cli/out.ts'

/** What lint makes of a case: its exit code, and each rule with the line; `load` is what can't be read. */
interface Verdict {
  readonly exit: number
  readonly found?: readonly string[]
}

/** A case with the verdict that is right and, while lint has another one, that of today and why. */
interface Case extends Verdict {
  readonly today?: Verdict & { readonly why: string }
  /** Version that reads the files; default 2.2.8. */
  readonly keepalived?: string
}

interface SiteCase extends Case {
  readonly says: string
  readonly files: Readonly<Record<string, string>>
}

const fixtures = join(import.meta.dirname, '../../fixtures')
const cases = join(fixtures, 'cases')
const folder = mkdtempSync(join(tmpdir(), 'lbprov-cases-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Flags = Parameters<typeof lint>[1]

async function verdict(file: string, { keepalived = '2.2.8' }: Case, flags: Partial<Flags> = {}): Promise<Verdict> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true).mockClear()
  const options = { keepalivedVersion: keepalived, format: 'json', forks: 1, ...flags } as const
  const exit = await lint([file], options, '0', openOut())
  const { findings } = JSON.parse(write.mock.calls.join(''))
  write.mockRestore()
  const place = ({ file: name, line }: { file: string; line: number }) =>
    `${name.replace(`${dirname(file)}/`, '')}:${line}`
  const found = findings
    .filter(({ severity, ignored }: { severity: string; ignored?: string }) => severity !== 'info' && !ignored)
    .map(({ rule = 'load', where }: { rule?: string; where?: Parameters<typeof place>[0] }) =>
      where ? `${rule} ${place(where)}` : rule,
    )
  return { exit, found: [...new Set<string>(found)] }
}

function hold(now: Verdict, { today, ...right }: Case) {
  const inOrder = ({ exit, found = [] }: Verdict) => ({ exit, found: found.toSorted() })
  if (!today) return expect(inOrder(now)).toEqual(inOrder(right))
  expect(inOrder(now), 'is right now: take its `today` away').not.toEqual(inOrder(right))
  return expect(inOrder(now), today.why).toEqual(inOrder(today))
}

describe('a site', () => {
  const sites = readdirSync(join(cases, 'sites')).map((file) => basename(file, '.yaml'))

  test.each(sites)('%s', async (name) => {
    const one: SiteCase = parse(readFileSync(join(cases, 'sites', `${name}.yaml`), 'utf8'))
    const cwd = join(folder, name)
    cpSync(join(cases, 'usual'), cwd, { recursive: true })
    for (const [file, text] of Object.entries(one.files)) {
      mkdirSync(dirname(join(cwd, file)), { recursive: true })
      writeFileSync(join(cwd, file), text)
    }
    hold(await verdict(join(cwd, 'site.yaml'), one, { inventory: [join(cwd, 'hosts')] }), one)
  })
})

describe('a keepalived.conf', () => {
  const all: Readonly<Record<string, Case>> = parse(readFileSync(join(cases, 'conf.yaml'), 'utf8'))
  const files = join(fixtures, 'lvs/adopt/cases')

  test('each has its verdict', () => {
    expect(
      Object.keys(all)
        .map((name) => `${name}.conf`)
        .toSorted(),
    ).toEqual(readdirSync(files).toSorted())
  })

  test.each(Object.entries(all))('%s', async (name, one) => hold(await verdict(join(files, `${name}.conf`), one), one))
})
