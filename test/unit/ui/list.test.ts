import { expect, test } from 'vitest'
import { listHosts, listSteps } from '../../../src/ui/list.ts'

test('hosts are listed by play', () => {
  const text = listHosts([
    { play: 'directors', hosts: ['dir1', 'dir2'] },
    { play: 'empty', hosts: [] },
  ])
  expect(text).toMatchInlineSnapshot(`
    "directors (2)
      dir1
      dir2
    empty (0)
      no hosts
    "
  `)
})

test('hosts with the same steps are named together', () => {
  const of = (host: string, role: string, resource: string, tags: string[] = []) => ({
    play: 'directors',
    host,
    role,
    resource,
    tags,
  })
  const common = (host: string) => [
    of(host, 'install-ipvsadm', 'pkg[ipvsadm]', ['install']),
    of(host, 'install-ipvsadm', 'service[ipvsadm]'),
  ]
  const text = listSteps([
    ...common('dir1'),
    ...common('dir2'),
    ...common('dir3'),
    of('dir3', 'bootstrap', 'user[ops]'),
  ])
  expect(text).toMatchInlineSnapshot(`
    "directors
      dir1, dir2
        install-ipvsadm
          pkg[ipvsadm]  [install]
          service[ipvsadm]
      dir3
        install-ipvsadm
          pkg[ipvsadm]  [install]
          service[ipvsadm]
        bootstrap
          user[ops]
    "
  `)
  expect(listSteps([])).toBe('no steps\n')
})
