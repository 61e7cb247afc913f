import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { run } from '../../../src/engine/run.ts'
import * as lbprov from '../../../src/index.ts'
import { ConfigError } from '../../../src/model/errors.ts'
import type { Resource } from '../../../src/model/resource.ts'
import { kinds } from '../../support/kind-cases.ts'
import { connectTo } from '../../support/shells.ts'
import { hostNamed, siteOf } from '../../support/site.ts'
import { tempFolder } from '../transport/support/temp.ts'

type Constructor = (...given: unknown[]) => Resource

const others = ['declare', 'defineRole', 'joined', 'majorRelease', 'printWhole', 'replaceFile', 'sh', 'template']

test('every kind is here', () => {
  const functions = Object.entries(lbprov).filter(([name, one]) => typeof one === 'function' && /^[a-z]/.test(name))
  const names = functions.map(([name]) => name).filter((name) => !others.includes(name))
  expect(Object.keys(kinds).toSorted()).toEqual(names.toSorted())
})

const call = (name: string, given: readonly unknown[]) =>
  (lbprov as unknown as Record<string, Constructor>)[name]!(...given)

function refusal(name: string, given: readonly unknown[]): ConfigError {
  try {
    call(name, given)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error(`${name} took ${JSON.stringify(given)}`)
}

describe.each(Object.keys(kinds))('%s', (name) => {
  const good = kinds[name]!
  const [state, ...before] = good.toReversed()
  const hasState = typeof state === 'object' && state !== null && !Array.isArray(state)

  test('takes what is right, with nothing, undefined and all that every kind takes last', () => {
    call(name, good)
    call(name, [...good, {}])
    call(name, [...good, { refreshOn: undefined, tags: undefined, confirm: undefined }])
    call(name, [
      ...good,
      { refreshOn: [lbprov.file('/etc/y', {})], tags: ['a'], confirm: { user: 'deploy', within: 60 } },
    ])
  })

  test.each([
    ['an option that is misspelt', { tgas: ['a'] }, 'Did you mean tags?'],
    ['tags that are no list', { tags: 'a' }, 'tags must be a list, but is "a"'],
    ['tags that are no text', { tags: [1] }, 'tags[0] must be one line of text, but is 1'],
    ['what is no resource', { refreshOn: ['file[/etc/x]'] }, 'refreshOn[0] must be a resource, but is "file[/etc/x]"'],
    ['a resource alone', { refreshOn: lbprov.file('/etc/y', {}) }, 'refreshOn must be a list, but is an object'],
    ['a misspelt word of confirm', { confirm: { usr: 'x' } }, 'confirm.usr is not known here. Did you mean user?'],
    ['text for a script in confirm', { confirm: { after: 'reload' } }, 'confirm.after must be a script'],
    ['options that are a list', [], 'options must be an object'],
  ])('refuses %s', (_, options, message) => {
    expect(refusal(name, [...good, options]).message.replaceAll(/\n +/g, '. ')).toContain(message)
  })

  if (hasState) {
    test('refuses a misspelt attribute, with what was meant, at the line of the role', () => {
      for (const attribute of Object.keys(state)) {
        const slip = `${attribute}s`
        const { problems } = refusal(name, [...before.toReversed(), { ...state, [slip]: 'x' }])
        expect(problems).toMatchObject([
          { message: expect.stringContaining(`${slip} is not known here`), where: { file: import.meta.filename } },
        ])
        expect(problems[0]!.hint).toContain(`Did you mean ${attribute}?`)
      }
    })

    test('refuses another type of each attribute', () => {
      for (const attribute of Object.keys(state)) {
        const { problems } = refusal(name, [...before.toReversed(), { ...state, [attribute]: ['x'] }])
        expect(problems).toMatchObject([
          { message: expect.stringMatching(new RegExp(`\\b${attribute}.* must be .*, but is `)) },
        ])
      }
    })
  }

  if (typeof good[0] === 'string')
    test.each([[undefined], [null], [5], [''], ['a\nb'], ['a\0'], ['-x']])('refuses %j for its name', (given) => {
      if (name === 'command' && given === '-x') return
      refusal(name, [given, ...good.slice(1)])
    })
})

test('a mistake ends the run before a host is changed, with role and line', async () => {
  const roles = { web: () => [call('file', ['/etc/x', { mod: '0644', contents: 'hello' }])] }
  const site = siteOf({ hosts: [hostNamed('a')], roles })
  const running = run({ site, playbook: '', connect: connectTo(['sh', '-s']), forks: 1, check: false })
  const mistake = await running.catch((error) => error)
  expect(mistake).toBeInstanceOf(ConfigError)
  expect(mistake.message).toMatch(
    /call\.test\.ts:\d+:\d+: role web on a: file\[\/etc\/x\]: mod is not known here\n +Did you mean mode\? There is content, mode, owner, group\.\n.*contents is not known here\n +Did you mean content\?/,
  )
})

describe('a kind of a user', () => {
  const { declare, sh, types } = lbprov
  const provider = { name: 'sh', probe: () => sh`:`, apply: () => sh`:` }
  const kind = { name: 'hosts-entry', providers: [provider], attributes: { names: types.needed(types.line) } }
  const declared = (...given: unknown[]) => (declare as unknown as Constructor)(...given)

  test('is looked at by its own types', () => {
    expect(declared(kind, 'a', { names: 'x' }, null).desired).toEqual({ names: 'x' })
    expect(() => declared(kind, 'a', { name: 'x' }, null)).toThrow(
      /hosts-entry\[a\]: name is not known here\n +Did you mean names\?/,
    )
    expect(() => declared(kind, 'a', { names: 'x\ny' }, null)).toThrow('hosts-entry[a]: names must be one line of text')
    expect(() => declared(kind, 'a', {}, null)).toThrow('hosts-entry[a]: names is missing')
  })

  const plain = { name: 'plain', providers: [provider] }
  test.each([
    [
      'a list for the state',
      plain,
      'a',
      ['x'],
      'the desired state must be an object of attributes, or null, but is a list',
    ],
    ['no state', plain, 'a', undefined, 'the desired state must be'],
    [
      'a list for an attribute',
      plain,
      'a',
      { b: ['x'] },
      'plain[a]: b must be text, a number, true or false, but is a list',
    ],
    ['no number', plain, 'a', { b: Number.NaN }, 'b must be text, a number, true or false, but is NaN'],
    [
      'a Secret',
      plain,
      'a',
      { b: new lbprov.Secret('x') },
      'b must be text, a number, true or false, but is an object',
    ],
    ['a name in two lines', plain, 'a\nb', null, 'plain: the name must be text on one line'],
    ['no name', plain, '', null, 'plain: the name must be text on one line, but is ""'],
    ['a kind without providers', { name: 'plain' }, 'a', null, 'declare: providers is missing'],
    [
      'a provider without apply',
      { name: 'p', providers: [{ ...provider, apply: undefined }] },
      'a',
      null,
      'providers[0].apply is missing',
    ],
    [
      'a misspelt word of a provider',
      { name: 'p', providers: [{ ...provider, lookahead: () => sh`:` }] },
      'a',
      null,
      'Did you mean lookAhead?',
    ],
    ['nothing for the kind', undefined, 'a', null, 'the kind must be an object'],
  ])('%s is refused', (_, one, name, desired, message) => {
    expect(() => declared(one, name, desired, null)).toThrow(message)
  })
})

test('places are paths, where a folder has another name in a URL, too', async () => {
  const folder = join(tempFolder(), 'a b#c?%')
  mkdirSync(folder)
  const path = join(folder, 'made.ts')
  writeFileSync(path, "import { file } from 'lbprov'\nexport const make = () => file('/etc/x', { content: '' })\n")
  const { make }: { make: () => Resource } = await import(pathToFileURL(path).href)
  expect(make().where).toEqual({ file: path, line: 2, column: 27 })
})
