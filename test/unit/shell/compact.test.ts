import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { compact, fullName } from '../../../src/shell/compact.ts'
import { awkProgram, plain, Secret, sh } from '../../../src/shell/script.ts'

test('lines of code begin without spaces, those of quoted text keep them', () => {
  const script = sh`
    if true; then # it's a comment, "so
      echo 'a
        b' "c
        d"; printf %s \
          e "\${x:-it's}"
    fi
  `
  expect(script.text).toBe(
    `if true; then # it's a comment, "so\necho 'a\n    b' "c\n    d"; printf %s \\\n      e "\${x:-it's}"\nfi`,
  )
  expect(spawnSync('sh', { input: script.text }).stdout).toEqual(spawnSync('sh', { input: script.display }).stdout)
})

test.each([
  ['a document', 'a\n  cat <<E\n  b\nE\n'],
  ['what is put in by backquotes', 'a\n  echo `b\n  c`'],
  ['code in quotes that goes over lines', 'a\n  echo "$(b\n  c)"'],
  ['quotes that do not end', "a\n  echo 'b\n  c"],
])('%s: all of the template stays as it is', (_, text) => {
  expect(compact([text])).toEqual([text])
})

test('code in quotes on a line is passed over', () => {
  expect(compact([`a\n  echo "$(b "c" 'd' (e))" 'f'\n  g`])).toEqual([`a\necho "$(b "c" 'd' (e))" 'f'\ng`])
})

test('a name is the same in every script, and what stands between values belongs together', () => {
  const [first, second] = [sh`lb_some_name=${'lb_some_name'}`, sh`echo "$lb_some_name"; lb_undo=${new Secret('x')}`]
  const [name = ''] = first.text.split('=')
  expect(name).toBe('_some_name')
  expect(fullName(name)).toBe('lb_some_name')
  expect([first.text, second.text]).toEqual([`${name}=lb_some_name`, `echo "$${name}"; lb_undo=x`])
  expect([first.display, second.display]).toEqual([
    'lb_some_name=lb_some_name',
    `echo "$lb_some_name"; lb_undo='‹secret›'`,
  ])
})

test('names do not depend on which script was made first: what a kept plan would send is compared with what a run would', async () => {
  const names = ['lb_file', 'lb_rare_one', 'lb_x', 'lb_ab', 'lb_held', 'lb_abc']
  const shortOf = async (order: readonly string[]) => {
    // The module anew: it is another one by what stands behind its name.
    const fresh: { compact: typeof compact } = await import(`../../../src/shell/compact.ts?first=${order[0]}`)
    expect(fresh.compact).not.toBe(compact)
    return new Map(order.map((name) => [name, fresh.compact([name])[0]!]))
  }
  const one = await shortOf(names)
  expect(await shortOf(names.toReversed())).toEqual(one)
  expect(new Set(one.values()).size).toBe(names.length)
  expect([...one].map(([, short]) => fullName(short))).toEqual(names)
})

test('the templates of own kinds are sent as they are written', () => {
  const script = plain`
    if true; then
      lb_mine=${1}
    fi
  `
  expect(script.text).toBe('if true; then\n  lb_mine=1\nfi')
})

test('a program of awk loses the spaces that its lines begin with', () => {
  const program = awkProgram('\n  BEGIN {\n    print " "\n  }\n')
  expect([program.text, program.display]).toEqual([
    `'\nBEGIN {\nprint " "\n}\n'`,
    `'\n  BEGIN {\n    print " "\n  }\n'`,
  ])
})
