import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readText } from '../../../src/load/text/files.ts'
import { tellFullWidth } from '../../../src/load/text/full-width.ts'
import { newProblems } from '../../../src/load/text/problems.ts'
import { tempFolder } from '../transport/support/temp.ts'

const told = (text: string) => {
  const problems = newProblems()
  tellFullWidth(text, 'all.yml', problems)
  return problems.list().map(({ where, message, hint }) => `${where?.line}:${where?.column} ${message} → ${hint}`)
}

test.each([
  ['port： 80', '1:5 ： (U+FF1A, full width) is text here → Write : instead'],
  ['a: 1\nreal_servers: [web1，web2]', '2:20 ， (U+FF0C'],
  ['a:\n　b: 1', '2:1 　 (U+3000'],
  ['real_servers: ［web1］', '1:15 ［ (U+FF3B'],
  ['web1 ansible_host＝10.0.0.1', '1:18 ＝ (U+FF1D'],
])('%s', (text, words) => expect(told(text)).toEqual([expect.stringContaining(words)]))

test.each(['description: 主备：两台', '# port： 80', 'note: "a，b"', 'list: [a, "b，c"]'])('%s is text', (text) =>
  expect(told(text)).toEqual([]),
)

test('a file in GBK is named as that', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'hosts'), Buffer.from([0x23, 0xd6, 0xf7, 0xbb, 0xfa, 0x0a]))
  const problems = newProblems()
  expect(readText(join(folder, 'hosts'), { cwd: folder, home: folder, problems })).toBeUndefined()
  expect(problems.list()).toMatchObject([
    {
      message: 'cannot read hosts: it is not UTF-8 text',
      hint: 'It reads as GBK: iconv -f GBK -t UTF-8 hosts >hosts.utf8',
    },
  ])
})
