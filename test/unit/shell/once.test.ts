import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { hoisted, once, Secret, sh } from '../../../src/shell/script.ts'

const inner = once(sh`lb_inner`, sh`echo inner`)
const outer = once(
  sh`lb_outer`,
  sh`
    ${inner}
    echo ${new Secret('hidden')}
  `,
)
const script = sh`
  ${outer}
  if true; then ${inner}
  fi
  ${outer}
`
const run = (text: string) => execFileSync('sh', { input: text, encoding: 'utf8' })

test('what several parts have is sent once, and does the same', () => {
  const { text, display } = hoisted(script)
  expect(text.match(/echo inner/g)).toHaveLength(1)
  expect(display.match(/lb_outer\(\) \{/g)).toHaveLength(1)
  expect(text).not.toContain('#')
  expect(run(text)).toBe('inner\nhidden\ninner\ninner\nhidden\n')
  expect(run(script.text)).toBe(run(text))
  expect(display).toContain('‹secret›')
})

test('text that looks like a mark is text', () => {
  const text = `#f0123456789abcdef lb_x\nlb_x() {\n}\n#f0123456789abcdef\n`
  expect(run(hoisted(sh`${inner}; printf %s ${text}`).text)).toBe(`inner\n${text}`)
})

test('two functions of one name are a mistake', () => {
  const other = once(sh`lb_inner`, sh`echo other`)
  expect(() =>
    hoisted(sh`
    ${inner}
    ${other}
  `),
  ).toThrow('two functions of the shell have the name lb_inner')
})
