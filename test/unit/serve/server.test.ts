import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { shownBy } from '../../../src/cli/serve.ts'
import type { Picture } from '../../../src/model/picture.ts'
import { pictureServer } from '../../../src/serve/server.ts'
import { watching } from '../../../src/serve/watch.ts'
import { cleaner } from '../../../src/ui/clean.ts'
import { livePicture } from '../../support/picture.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function start(look: () => Promise<Picture> = async () => livePicture(), secrets: readonly string[] = []) {
  let looks = 0
  const counted = () => {
    looks++
    return look()
  }
  const server = pictureServer('tok', watching(counted, 30), shownBy({ clean: cleaner(secrets) }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
  return { get, looks: () => looks }
}

test('who has no token sees nothing, and nobody can write', async () => {
  const { get, looks } = await start()
  for (const path of ['/', '/?token=', '/?token=tok2', '/events', '/metrics']) {
    const answer = await get(path)
    expect([path, answer.status, await answer.text()]).toEqual([path, 403, expect.stringContaining('token')])
  }
  expect((await get('/?token=tok', { method: 'POST' })).status).toBe(405)
  expect((await get('/../etc/passwd?token=tok')).status).toBe(404)
  expect(looks()).toBe(0)
})

test('the page needs nothing from elsewhere, and says so to the browser', async () => {
  const { get } = await start()
  const answer = await get('/?token=tok')
  const text = await answer.text()
  const [, nonce] = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy')!)!
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(text.match(/<script[^>]*>/g)).toEqual([`<script nonce="${nonce}">`])
  expect(text).not.toMatch(/(?:src|href)="(?!data:,")/)
  expect(text).not.toContain('tok')
  expect(text).toContain('TCP connection to [10.1.0.11]:tcp:80 failed.')
})

test('it speaks the language that is asked for', async () => {
  const { get } = await start()
  const text = async (path: string, accepted: string) =>
    (await get(path, { headers: { 'accept-language': accepted } })).text()
  expect(await text('/?token=tok', 'zh-CN,zh;q=0.9')).toContain('<html lang="zh-CN">')
  expect(await text('/?token=tok', 'pl,en;q=0.5')).toContain('Real server')
  expect(await text('/?token=tok&lang=zh-CN', 'en')).toContain('真实服务器')
})

test('who watches gets what changes, and looks are made for all of them together', async () => {
  let picture = livePicture()
  const { get, looks } = await start(async () => picture)
  const readers = await Promise.all(
    [1, 2, 3].map(async () => (await get('/events?token=tok')).body!.pipeThrough(new TextDecoderStream()).getReader()),
  )
  const until = async (reader: (typeof readers)[number], words: string) => {
    for (let text = ''; !text.includes(words); text += (await reader.read()).value ?? '');
  }
  await Promise.all(readers.map((reader) => until(reader, 'lvs/site.yaml')))
  const before = looks()
  picture = { ...picture, playbook: 'other.yaml' }
  await Promise.all(readers.map((reader) => until(reader, 'other.yaml')))
  expect(looks() - before).toBeLessThan(readers.length * 3)
  await Promise.all(readers.map((reader) => reader.cancel()))
})

test('a look that takes long is waited for, not begun once more', async () => {
  const { promise, resolve } = Promise.withResolvers<Picture>()
  let looks = 0
  const { now } = watching(() => {
    looks++
    return promise
  }, 0)
  const both = [now(), now()]
  resolve(livePicture())
  await Promise.all(both)
  expect(looks).toBe(1)
  await now()
  expect(looks).toBe(2)
})

test('nobody watches, nobody is asked', async () => {
  const { looks } = await start()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(looks()).toBe(0)
})

test('metrics are for Prometheus, with the token as a bearer', async () => {
  const { get } = await start()
  const answer = await get('/metrics', { headers: { authorization: 'Bearer tok' } })
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
  expect(await answer.text()).toContain('lbprov_vrrp_master{director="dir1a",vrrp_instance="VI_1"} 1')
})

test('no word of a secret is on the page, in an event or in a metric', async () => {
  const { get } = await start(undefined, ['anna@ops1', 'lvs/hosts', 'TCP connection'])
  const page = await (await get('/?token=tok')).text()
  const metrics = await (await get('/metrics?token=tok')).text()
  expect(page + metrics).not.toMatch(/anna@ops1|lvs\/hosts|TCP connection/)
  expect(page).toContain('‹secret›')
})

test('a look that fails is an error of one answer', async () => {
  const { get } = await start(() => Promise.reject(new Error('Tr0ub4dor')))
  const answer = await get('/?token=tok')
  expect([answer.status, await answer.text()]).toEqual([500, 'lbprov could not look\n'])
})
