import { expect, test } from 'vitest'
import { countLines, patchOf } from '../../../src/ui/patch.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('')

test('a patch has three lines of context and says what was and what is', () => {
  const patch = patchOf('/etc/x', numbers(9), numbers(9).replace('line 5\n', 'five\nand a half\n'))
  expect(patch).toMatchObject({ added: 2, removed: 1 })
  expect(patch.lines!.join('\n')).toMatchInlineSnapshot(`
    "--- before: /etc/x
    +++ after: /etc/x
    @@ -2,7 +2,8 @@
     line 2
     line 3
     line 4
    -line 5
    +five
    +and a half
     line 6
     line 7
     line 8"
  `)
})

test('what was not there is an empty range', () => {
  expect(patchOf('/etc/x', null, 'a\nb').lines!.join('\n')).toMatchInlineSnapshot(`
    "--- before: (absent)
    +++ after: /etc/x
    @@ -0,0 +1,2 @@
    +a
    +b
    \\ No newline at end of file"
  `)
  expect(patchOf('/etc/x', 'a\n', null)).toMatchObject({ added: 0, removed: 1 })
})

test('lines are counted with or without an end', () => {
  expect([null, '', 'a', 'a\n', 'a\nb'].map(countLines)).toEqual([0, 0, 1, 1, 2])
})
