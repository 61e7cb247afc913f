import { expect, test } from 'vitest'
import { file, service } from '../../../src/index.ts'
import { plan } from '../../../src/model/plan.ts'
import type { Observed } from '../../../src/model/resource.ts'
import { newOnHost } from '../../../src/verify/new-on-host.ts'
import { sceneWith } from '../lvs/verify/scene.ts'

const { cluster } = sceneWith({})
const conf = (id: number, more = '') =>
  `vrrp_instance VI_1 {\n  interface em1\n  virtual_router_id ${id}\n  priority 98\n}\n${more}`
const path = '/etc/keepalived/keepalived.conf'
const isNew = (old: Observed, running: Observed = { running: 'true' }) => {
  const resources = [file(path, { content: conf(51) }), service('keepalived', { running: true })]
  const seen = new Map(resources.map((one, i) => [one, { observed: [old, running][i]!, pendingRefresh: false }]))
  return newOnHost(plan(resources, seen), cluster)
}

test.each<[string, Observed, Observed | undefined, boolean]>([
  ['nothing differs', { content: conf(51) }, undefined, false],
  [
    'something else differs in the file',
    { content: conf(51, 'virtual_server 192.168.1.225 80 {\n}\n') },
    undefined,
    false,
  ],
  ['the number differs', { content: conf(50) }, undefined, true],
  ['the number is only in a comment', { content: `# virtual_router_id 51\n${conf(50)}` }, undefined, true],
  ['the interface differs', { content: conf(51).replace('em1', 'em2') }, undefined, true],
  ['there is no file', null, undefined, true],
  ['keepalived does not run', { content: conf(51) }, { running: 'false' }, true],
  ['keepalived is not installed', null, null, true],
])('%s', (_, old, running, expected) => expect(isNew(old, running)).toBe(expected))

test('a director whose roles are left out by tags takes no number', () => expect(newOnHost([], cluster)).toBe(false))
