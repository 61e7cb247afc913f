import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** A source file, and what it imports: paths from the root, or package names. */
const files = globSync(['src/**/*.ts', 'roles/**/*.ts'], { cwd: root }).map((path) => {
  const text = readFileSync(join(root, path), 'utf8')
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

const under = (folder: string) => files.filter(({ path }) => path.startsWith(folder))
const importers = (pattern: RegExp) =>
  files.filter(({ imports }) => imports.some((name) => pattern.test(name))).map(({ path }) => path)

test('there is something to look at', () => expect(files.length).toBeGreaterThan(50))

describe('dependencies point one way', () => {
  test.each([
    ['src/shell/', /^src\/shell\//],
    ['src/model/', /^src\/(model|shell)\//],
    ['src/lvs/', /^src\/(lvs|model)\//],
    ['src/disk/', /^node:/],
    ['src/resources/', /^src\/(resources|disk|model|shell)\/|^node:|^handlebars$/],
    ['src/load/', /^src\/(load|disk|model|shell)\/|^node:|^(ajv|yaml|ipaddr\.js|re2js)$/],
    ['src/transport/', /^src\/(transport|disk|model|shell)\/|^node:|^(node-ssh|ssh2|p-limit)$/],
    ['src/engine/', /^src\/(engine|model|resources|shell)\/|^src\/transport\/transport\.ts$|^node:|^p-limit$/],
    ['src/adopt/', /^src\/(adopt|verify|resources|model|shell)\/|^p-limit$/],
    ['src/verify/', /^src\/(verify|engine|resources|lvs|model|shell)\/|^src\/transport\/transport\.ts$|^p-limit$/],
    ['src/ui/', /^src\/(ui|model)\/|^node:|^(listr2|diff)$/],
    ['roles/', /^roles\/|^lbprov(\/lvs)?$/],
  ])('%s', (folder, allowed) => {
    for (const { path, imports } of under(folder))
      expect(
        imports.filter((name) => !allowed.test(name)),
        path,
      ).toEqual([])
  })

  test.each([
    [/^listr2$/, /^src\/ui\//],
    [/^(node-ssh|ssh2)$/, /^src\/transport\//],
    [/^handlebars$/, /^src\/resources\//],
    [/^diff$/, /^src\/ui\//],
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
