import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { findPackageJSON, isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundled, declared, packed } from '../support/bundle.ts'
import { exportsOf } from '../support/declarations.ts'
import { specifiersIn } from '../support/specifiers.ts'

const root = join(import.meta.dirname, '../..')
/** Below the root, where the packages left to npm are found. */
const folder = join(root, '.cache/bundle-test')
const sites = mkdtempSync(join(tmpdir(), 'lbprov-bundle-'))
const examples = ['-i', join(root, 'inventory/hosts'), join(root, 'playbooks/site.yaml')]

/** A user's project, below the root for the same reason. */
const user = join(root, '.cache/bundle-user')

/** Prints, at the end, every file that Node has read as a module, and that of string-width if it was made ready. */
const hook = `import { registerHooks } from 'node:module'
const read = []
Intl.Segmenter = class { constructor() { read.push('/node_modules/string-width') } }
registerHooks({ load: (url, context, next) => (url.startsWith('node:') || read.push(url), next(url, context)) })
process.on('exit', () => console.error(JSON.stringify(read)))
`

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  const made = await bundled()
  for (const name of ['bin', 'dist', 'package.json', 'schemas'])
    cpSync(join(made, name), join(folder, name), { recursive: true })
  writeFileSync(join(folder, 'hook.mjs'), hook)
})
afterAll(() => {
  for (const made of [folder, user, sites]) rmSync(made, { recursive: true, force: true })
})

const role = (name: string) => `import { defineRole, file } from 'lbprov'
export default defineRole({
  params: {},
  resources: () => [file('/etc/${name}', { content: '' })],
})
`

test('a start reads few files, and of no package', () => {
  const script = `${JSON.stringify(process.execPath)} --import ./hook.mjs bin/lbprov.cjs "$@" 2>&1 >/dev/null`
  const words = ['run', ...examples, '--list-hosts']
  // With LBPROV_… in the environment settings are read, too.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LBPROV_')))
  const read: string[] = JSON.parse(
    execFileSync('sh', ['-c', script, 'sh', ...words], { cwd: folder, encoding: 'utf8', env }),
  )
  expect(read.filter((url) => url.includes('/node_modules/'))).toEqual([])
  expect(read.length).toBeLessThanOrEqual(48)
})

describe('a check of a site with roles of its own', () => {
  const site = join(sites, 'own')
  const builtIn = join(folder, 'dist/roles')
  const own = join(site, 'roles')
  let report: { hosts: { steps: { declared: object }[] }[] }
  let stderr = ''

  beforeAll(() => {
    const warnings = ['Type Stripping is an experimental feature and might change at any time', 'another experiment']
    const warn = warnings.map((text) => `process.emitWarning('${text}', 'ExperimentalWarning')\n`)
    const texts = [
      [own, 'motd', 'role.js', ''],
      [own, 'banner', 'role.ts', warn.join('')],
      [builtIn, 'issue', 'role.js', ''],
    ] as const
    for (const [roles, name, file, more] of texts) {
      mkdirSync(join(roles, name), { recursive: true })
      writeFileSync(join(roles, name, file), role(name) + more)
    }
    writeFileSync(join(site, 'hosts'), 'here ansible_connection=local\n')
    writeFileSync(join(site, 'site.yaml'), '- hosts: all\n  roles: [motd, issue, banner]\n')
    const words = ['run', join(site, 'site.yaml'), '-i', join(site, 'hosts'), '--check', '--format', 'json']
    const ran = spawnSync(process.execPath, [join(folder, 'bin/lbprov.cjs'), ...words], { encoding: 'utf8' })
    report = JSON.parse(ran.stdout)
    stderr = ran.stderr
  })

  test('a resource knows the line of its role, not one of the bundle', () =>
    expect(report.hosts[0]!.steps.map(({ declared }) => declared)).toMatchObject([
      { file: join(own, 'motd/role.js'), line: 4 },
      { file: join(builtIn, 'issue/role.js'), line: 4 },
      { file: join(own, 'banner/role.ts'), line: 4 },
    ]))

  test('that TypeScript is an experiment to older releases of Node.js is not said, what else they warn of is', () => {
    expect(stderr).toContain('another experiment')
    expect(stderr).not.toContain('Type Stripping')
  })
})

describe('nothing outside the package is looked for', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const isDeclared = (name: string) => isBuiltin(name) || /^lbprov(\/lvs)?$/.test(name) || name in dependencies

  test('no file asks for more than files of the package, Node.js and the declared packages', () => {
    const files = globSync('**/*.{js,cjs}', { cwd: folder, exclude: ['node_modules/**'] })
    const read = files.map((file) => ({ file, ...specifiersIn(readFileSync(join(folder, file), 'utf8')) }))
    const isOwn = (file: string, name: string) => /^\.\.?\//.test(name) && files.includes(join(dirname(file), name))
    const foreign = read.map(({ file, plain }) => plain.filter((name) => !isDeclared(name) && !isOwn(file, name)))
    expect(foreign.flat()).toEqual([])
    expect(read.flatMap(({ plain }) => plain)).toEqual(expect.arrayContaining(Object.keys(dependencies)))
    // That is a role, where the playbook has it.
    expect(read.flatMap(({ computed }) => computed)).toEqual(['url'])
  })

  test('a package of that name in a folder above is not run', () => {
    const trap = join(folder, 'node_modules/cpu-features')
    mkdirSync(trap, { recursive: true })
    writeFileSync(join(trap, 'index.js'), "module.exports = () => console.log('trapped')")
    const [client] = globSync('dist/src/parts/ssh-*.js', { cwd: folder })
    const script = `console.log(Object.keys(await import('./${client}')).length > 0)`
    const words = ['--input-type=module', '-e', script]
    expect(execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' })).toBe('true\n')
  })

  test('a declared package asks for what it declares', () => {
    const script = `import { createRequire, isBuiltin, registerHooks } from 'node:module'
      const asked = []
      registerHooks({ resolve(name, { parentURL }, next) {
        if (/^[^./]/.test(name) && !name.includes(':') && !isBuiltin(name)) asked.push([name, parentURL])
        return next(name)
      } })
      for (const name of ${JSON.stringify(Object.keys(dependencies))}) createRequire(process.cwd() + '/package.json')(name)
      console.log(JSON.stringify(asked))`
    const words = ['--input-type=module', '-e', script]
    const asked: [string, string][] = JSON.parse(execFileSync(process.execPath, words, { cwd: root, encoding: 'utf8' }))
    const undeclared = asked.filter(([name, parent]) => {
      const { dependencies = {} } = JSON.parse(readFileSync(findPackageJSON(parent)!, 'utf8'))
      return !Object.keys(dependencies).some((one) => name === one || name.startsWith(`${one}/`))
    })
    expect(asked.length).toBeGreaterThan(5)
    expect(undeclared).toEqual([])
  })
})

test('the licence of every package in the bundle lies beside it', () => {
  const text = readFileSync(join(folder, 'dist/licenses.txt'), 'utf8')
  for (const name of ['commander', 'yaml']) expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'))
})

describe('what is public', () => {
  const tsc = (...words: readonly string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...words], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stdout)
  }

  beforeAll(() => {
    cpSync(join(declared(), 'dist'), join(folder, 'dist'), { recursive: true })
  })

  test('its declarations name the schemas of a cluster where they would repeat them', () => {
    const files = globSync('dist/**/*.d.ts', { cwd: folder })
    const bytes = files.reduce((sum, file) => sum + readFileSync(join(folder, file)).length, 0)
    expect(bytes).toBeLessThan(360_000)
  })

  test('is documented, and so is what it names', () => {
    const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const entries = Object.values(exports as Record<string, { types?: string }>).flatMap(({ types }) => types ?? [])
    expect(entries).toHaveLength(3)
    const all = exportsOf(entries.map((entry) => join(folder, entry)))
    expect(all.length).toBeGreaterThan(150)
    // How FromSchema works; nobody has to name it.
    const missing = all.map(({ name, unexported }) => [name, unexported.filter((type) => type !== 'Scalars')] as const)
    expect(missing.filter(([, types]) => types.length > 0)).toEqual([])
    expect(all.filter(({ isDocumented }) => !isDocumented).map(({ name }) => name)).toEqual([])
  })

  test('a user tests the role of docs/own-roles.md, and its kind, from the packed package', {
    timeout: 120_000,
  }, async () => {
    const page = readFileSync(join(root, 'docs/own-roles.md'), 'utf8')
    const block = (after: string, language: string) =>
      page.slice(page.indexOf(after)).split(`\`\`\`${language}\n`)[1]!.split('```')[0]!
    const files = {
      'package.json': '{ "type": "module" }',
      'roles/status-page/role.ts': block('`roles/status-page/role.ts`', 'ts'),
      'roles/status-page/status.html.hbs': block('`roles/status-page/status.html.hbs`', 'handlebars'),
      'roles/status-page/role.test.ts': block('## Testing a role', 'ts'),
      'names.ts': block('## A kind of your own', 'ts'),
    }
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(user, name)), { recursive: true })
      writeFileSync(join(user, name), text)
    }
    const installed = join(user, 'node_modules/lbprov')
    cpSync(await packed(), installed, { recursive: true })
    execFileSync(process.execPath, ['--test', 'roles/status-page/role.test.ts'], { cwd: user, encoding: 'utf8' })
    const strict = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--types',
      'node',
      '--allowImportingTsExtensions',
    ]
    tsc(
      ...strict,
      ...Object.keys(files)
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(user, name)),
    )
  })
})
