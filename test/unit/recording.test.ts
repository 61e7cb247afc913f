import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRecording, recordingSvg, recordingText, writtenRecording } from '../../generate/recording.ts'

const cast = readFileSync(join(import.meta.dirname, '../fixtures/recordings/ping.cast'), 'utf8')
const recording = readRecording(cast)
const svg = recordingSvg(recording, 'a & b')

test('a recording is kept as asciicast v2, and read back', () => {
  expect(JSON.parse(cast.split('\n')[0]!)).toMatchObject({ version: 2 })
  expect(writtenRecording(recording)).toBe(cast)
  expect(recordingText(recording)).toMatch(/^\$ npx lbprov ping all\nrs1 {2}ok .*\n<rs2> & "more"\n\nline 0\n/)
})

test('the picture has each line, as text that can be copied', () => {
  expect(svg.match(/<text /g)).toHaveLength(recording.lines.length)
  expect(svg).toContain('&lt;rs2&gt; &amp; &quot;more&quot;</text>')
  expect(svg).toContain('<title>a &amp; b</title>')
  expect(svg).toMatch(/class="c l0">\$ npx lbprov ping all</)
})

test('nothing happens for long in it, and where motion is not wanted it shows its end', () => {
  // 0.8 s in place of 2.4 and of 57.6, 40 lines of 0.2 s, 6 s at the end.
  expect(svg).toContain('animation:scroll 15.4s')
  expect(svg).toContain('.all{transform:translateY(-252px)}')
  expect(svg).toContain('@media (prefers-reduced-motion:no-preference)')
})
