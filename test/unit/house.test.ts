import { existsSync, globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** A source file, and what it imports: paths from the root, or package names. */
function sources(...patterns: readonly string[]) {
  return globSync(patterns, { cwd: root }).map((path) => {
    const text = read(path)
    const names = [
      ...text.matchAll(/^(?:import|export)\b[^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm),
    ]
    const imports = names.map(([, from, bare, dynamic]) => (from ?? bare ?? dynamic)!)
    return {
      path,
      text,
      lines: text.split('\n').length - 1,
      imports: imports.map((name) => (name.startsWith('.') ? relative(root, join(root, dirname(path), name)) : name)),
    }
  })
}

const files = sources('src/**/*.ts', 'roles/**/*.ts')
const everything = [...files, ...sources('{lab,bench,generate,playbooks}/**/*.ts')]

const under = (folder: string) => files.filter(({ path }) => path.startsWith(folder))
const importers = (pattern: RegExp) =>
  files.filter(({ imports }) => imports.some((name) => pattern.test(name))).map(({ path }) => path)

test('there is something to look at', () => expect(files.length).toBeGreaterThan(50))

describe('dependencies point as docs/ARCHITECTURE.md says', () => {
  const page = read('docs/ARCHITECTURE.md')
  const names = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
  /** The table's rows: a folder, or a file, and what its files may import. */
  const rooms = [...page.matchAll(/^\| `([\w/.-]+)` \|[^|]*\|([^|]*)\|$/gm)].map(([, room, cell]) => ({
    room: room!,
    allowed: names(cell!),
  }))
  /** The innermost of the table that a file is in. */
  const roomOf = (path: string) =>
    rooms
      .map(({ room }) => room)
      .filter((room) => path === room || path.startsWith(`${room}/`))
      .toSorted((a, b) => b.length - a.length)[0]

  test('every file has its row', () => {
    expect(rooms.length).toBeGreaterThan(20)
    expect(everything.filter(({ path }) => !roomOf(path))).toEqual([])
  })

  test.each(rooms)('$room', ({ room, allowed }) => {
    const isAllowed = (name: string) =>
      roomOf(name) === room ||
      allowed.some((each) => name === each || name.startsWith(`${each}/`) || (each === 'node:' && isBuiltin(name)))
    const own = everything.filter(({ path }) => roomOf(path) === room)
    for (const { path, imports } of own)
      expect(
        imports.filter((name) => !isAllowed(name)),
        path,
      ).toEqual([])
    const all = own.flatMap(({ imports }) => imports)
    const isUsed = (each: string) =>
      all.some((name) => name === each || name.startsWith(`${each}/`) || (each === 'node:' && isBuiltin(name)))
    expect(
      allowed.filter((each) => !isUsed(each)),
      'arrows that no import is of',
    ).toEqual([])
  })

  test('every arrow leads to a lower floor of the drawing', () => {
    const [, drawing] = /```floors\n(.*?)```/s.exec(page)!
    const floors = drawing!
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
    const floorOf = (room: string) => floors.findIndex((floor) => floor.includes(room))
    const arrows = rooms.flatMap(({ room, allowed }) =>
      allowed
        .map((each) => [room, roomOf(each) ?? each] as const)
        .filter(([from, to]) => rooms.some((each) => each.room === to) && from !== to),
    )
    expect(rooms.map(({ room }) => room).filter((room) => floorOf(room) < 0)).toEqual([])
    expect(arrows.filter(([from, to]) => floorOf(from) >= floorOf(to))).toEqual([])
  })

  test.each([
    [/^listr2$/, /^src\/ui\//],
    [/^(node-ssh|ssh2)$/, /^src\/transport\//],
    [/^handlebars$/, /^src\/resources\//],
    [/^diff$/, /^src\/ui\//],
    [/^@viz-js\/viz$/, /^src\/ui\//],
  ])('%s is imported in one file', (name, place) => {
    expect(importers(name)).toEqual([expect.stringMatching(place)])
  })
})

test('no file imports itself, by whatever way', () => {
  const known = new Map(files.map(({ path, imports }) => [path, imports]))
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) return void circles.push([...way.slice(way.indexOf(path)), path].join(' -> '))
    if (done.has(path)) return
    for (const next of known.get(path) ?? []) visit(next, [...way, path])
    done.add(path)
  }
  for (const path of known.keys()) visit(path, [])
  expect(circles).toEqual([])
})

describe('everything that is shown passes one gate', () => {
  test('only it and what asks have the streams of the process', () => {
    const streams = files.filter(({ text }) => /(?<!#)process\.std(?:in|out|err)\b|console\./.test(text))
    expect(streams.map(({ path }) => path).toSorted()).toEqual(['src/cli/ask.ts', 'src/cli/bin.ts', 'src/cli/out.ts'])
  })
})

test('the command line is read where the program starts, and given to all else', () => {
  const readers = files.filter(({ text }) => /process\.argv/.test(text))
  expect(readers.map(({ path }) => path).toSorted()).toEqual(['src/cli/bin.ts', 'src/cli/main.ts'])
})

test('YAML is written in one place, where text that YAML 1.1 takes for something else stands in quotes', () => {
  const writers = files.filter(({ text }) => /\bstringify\b.* from 'yaml'/.test(text))
  expect(writers.map(({ path }) => path)).toEqual(['src/load/text/yaml-text.ts'])
})

describe('a part of a cluster is declared, never guessed', () => {
  const roles = globSync('roles/*/role.ts', { cwd: root }).map((path) => path.split('/')[1])
  const judging = ['src/lvs/', 'src/verify/', 'src/cli/shard.ts'].flatMap(under)

  test('no role is asked for by its name', () => {
    const asks = new RegExp(
      `(?:[=!]==?|With\\(|[iI]ncludes\\(|has\\w*\\(|\\[)[^\\n'"\`]*['"\`](?:${roles.join('|')}|keepalived-)['"\`]`,
    )
    for (const { path, text } of judging) expect(text, path).not.toMatch(asks)
  })

  test('params of roles are seen by part.ts alone, their names by standing.ts', () => {
    const seen = judging.filter(({ text }) =>
      /\bparams\b/.test(text.replaceAll(/\/\*\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g, '')),
    )
    expect(seen.map(({ path }) => path).toSorted()).toEqual(['src/lvs/cluster/part.ts', 'src/lvs/lint/standing.ts'])
  })
})

describe('files stay small', () => {
  const lines = files.map((file) => file.lines).toSorted((a, b) => a - b)
  const share = (part: number) => lines[Math.floor(lines.length * part)]

  test('none is over 250 lines', () => expect(files.filter((file) => file.lines > 250)).toEqual([]))
  test('median at most 60, nine of ten at most 150', () => {
    expect(share(0.5)).toBeLessThanOrEqual(60)
    expect(share(0.9)).toBeLessThanOrEqual(150)
  })
})

test('functions have at most 40 lines', () => {
  const long = files.flatMap(({ path, text }) =>
    functionsIn(text)
      .filter(({ lines }) => lines > 40)
      .map(({ name, lines }) => `${path}: ${name} has ${lines}`),
  )
  expect(files.flatMap(({ text }) => functionsIn(text)).length).toBeGreaterThan(1000)
  expect(long).toEqual([])
})

/** Functions with a name, as the formatter leaves them: one ends where a brace stands as far in as it begins, or, without one, before what does. */
function functionsIn(text: string): readonly { readonly name: string; readonly lines: number }[] {
  const lines = text.split('\n')
  return lines.flatMap((line, at) => {
    const begins =
      /^( *)(?:export )?(?:default )?(?:async )?(?:function\*? (\w+)|const (\w+)(?:: .+)? = (?:async )?(?:\(|\w+ =>))/
    const [found, indent = '', declared, assigned] = begins.exec(line) ?? []
    if (found === undefined) return []
    const ends = /[({]$/.test(line)
      ? (each: string) => each.startsWith(`${indent}}`) && !/[({]$/.test(each)
      : (each: string) => each !== '' && !each.startsWith(`${indent} `)
    return [{ name: (declared ?? assigned)!, lines: lines.slice(at + 1).findIndex(ends) + 2 }]
  })
}

describe('every kind', () => {
  const conformance = globSync('test/**/*.ts', { cwd: root })
    .map(read)
    .filter((text) => /\bconforms\(|\bkindCases\b/.test(text))
  const index = read('src/index.ts')
  const rows = read('docs/kinds.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const kinds = under('src/resources/').flatMap(({ path, text }) => {
    const [, kind] = /^(?:export )?const \w+: Kind<[\s\S]*?\bname: '([\w-]+)'/m.exec(text) ?? []
    const makers = [...text.matchAll(/^export function (\w+)\((?:(?!^export )[\s\S])*?\): Resource \{/gm)]
    return kind ? [{ kind, path, makers: makers.map(([, name]) => name!) }] : []
  })

  test('is found', () => expect(kinds.length).toBeGreaterThan(20))

  test.each(kinds)(
    '$kind has an export, a case of the conformance suite and a row in docs/kinds.md',
    ({ path, makers }) => {
      const [line = ''] = index.split('\n').filter((each) => each.includes(`'${path.replace('src', '.')}'`))
      expect(makers.length).toBeGreaterThan(0)
      for (const maker of makers) {
        expect(line, 'src/index.ts').toMatch(new RegExp(`\\b${maker}\\b`))
        expect(
          conformance.some((text) => new RegExp(`\\b${maker}\\(`).test(text)),
          `a case that has ${maker}()`,
        ).toBe(true)
        expect(
          rows.some((row) => row.split(' | ')[0]!.includes(`\`${maker}(`)),
          `a row of ${maker}()`,
        ).toBe(true)
      }
    },
  )
})

test.each(['docs/ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/own-roles.md'])('%s names files that there are', (page) => {
  const paths = read(page).matchAll(/(?<![\w./-])(?:src|roles|test|docs|generate|schemas)\/[\w/.-]*\w/g)
  // A role of the user's, and what stands for any name.
  const named = [...paths].map(([path]) => path).filter((path) => !/NAME|status-page|web\//.test(path))
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})
