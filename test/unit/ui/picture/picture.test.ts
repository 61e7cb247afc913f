import { join } from 'node:path'
import { expect, test } from 'vitest'
import { painter } from '../../../../src/ui/paint.ts'
import { pictureDot } from '../../../../src/ui/picture/dot.ts'
import { pictureMermaid } from '../../../../src/ui/picture/mermaid.ts'
import { pictureSvg } from '../../../../src/ui/picture/svg.ts'
import { pictureText } from '../../../../src/ui/picture/text.ts'
import { pictureOfClusters } from '../../../support/picture.ts'

const fixtures = join(import.meta.dirname, '../../../fixtures/pictures')

test.each([
  ['two directors and 40 real servers', 'forty', 1, 40],
  ['three clusters', 'three', 3, 2],
])('%s are drawn the same every time', async (_, name, clusters, servers) => {
  const picture = pictureOfClusters(clusters, servers)
  const drawn = {
    txt: pictureText(picture, painter(false)),
    mmd: pictureMermaid(picture),
    svg: await pictureSvg(picture),
  }
  for (const [ending, text] of Object.entries(drawn))
    await expect(text).toMatchFileSnapshot(join(fixtures, `${name}.${ending}`))
  expect(await pictureSvg(pictureOfClusters(clusters, servers))).toBe(drawn.svg)
})

test('a name is a name in every format', async () => {
  const [cluster] = pictureOfClusters(1, 1).clusters
  const name = '<b>"x"&#; --> y'
  const services = cluster!.services.map((one) => ({
    ...one,
    servers: one.servers.map((server) => ({ ...server, name })),
  }))
  const picture = { playbook: 'site.yaml', clusters: [{ ...cluster!, services }] }
  expect(await pictureSvg(picture)).toContain('&lt;b&gt;&quot;x&quot;&amp;#; ')
  expect(pictureMermaid(picture)).toContain('#60;b#62;#34;x#34;#38;#35;#59; --#62; y')
  expect(pictureDot(picture)).not.toContain('<b>')
  expect(pictureText(picture, painter(false))).toContain(name)
})

test('no cluster is said to be none', () => {
  expect(pictureText({ playbook: 'site.yaml', clusters: [] }, painter(false))).toContain('no role of this playbook')
})
