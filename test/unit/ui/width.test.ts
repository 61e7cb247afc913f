import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { asciiOf, takesUtf8 } from '../../../src/ui/ascii.ts'
import { createSink } from '../../../src/ui/sink.ts'
import { padded, widthOf } from '../../../src/ui/width.ts'
import { shortened } from '../../../src/ui/words.ts'
import { host, memory, played, report } from './scripted.ts'

test('a Chinese character takes two columns', () => {
  expect([widthOf('rs1'), widthOf('主机一')]).toEqual([3, 6])
  expect(padded('主', 4)).toBe('主  ')
  expect(shortened('一二三四', 6)).toBe('一二…')
})

test('what is counted at once has the width that it has otherwise', () => {
  const letters = Array.from({ length: 0x27c0 }, (_, i) => String.fromCharCode(i)).filter((one) =>
    /[ -ÿ\u2000-\u27bf]/.test(one),
  )
  const texts = letters.map((one) => `✔${one}…`)
  expect(texts.filter((text) => widthOf(text) !== stringWidth(text))).toEqual([])
})

test('rows of hosts with Chinese names stand below each other', async () => {
  const { stdout } = await played(report([host('主机'), host('web1', { outcome: 'failed', message: 'x' })]))
  expect(stdout).toMatch(/^主机 {2}ok/m)
  expect(stdout).toMatch(/^web1 {2}failed/m)
})

test('where the locale has no UTF-8 a terminal gets ASCII; a pipe gets what there is', () => {
  const written = (columns: number | undefined, LANG: string) => {
    const stream = memory(columns)
    createSink(stream, (text) => text, undefined, { LANG }).write('a → b…')
    return stream.text()
  }
  expect(written(80, 'zh_CN.GBK')).toBe('a -> b...')
  expect(written(80, 'zh_CN.UTF-8')).toBe('a → b…')
  expect(written(undefined, 'C')).toBe('a → b…')
  expect(takesUtf8({})).toBe(true)
  expect(asciiOf('‹secret›')).toBe('<secret>')
})
