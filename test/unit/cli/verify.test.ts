import { afterEach, expect, test, vi } from 'vitest'
import { openOut } from '../../../src/cli/out.ts'
import { verify } from '../../../src/cli/verify.ts'

afterEach(() => void vi.restoreAllMocks())

// Before any host is entered: those of the example don't exist.
test.each([
  ['dir2', 'dir2 is a director: it would reach the real servers by its own IPVS table'],
  ['rs1', 'rs1 is a real server with DR: it has the virtual address, and would reach itself'],
])('%s can not be the client, and is told why', async (from, why) => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const flags = { inventory: ['inventory/hosts'], from, connections: 1, forks: 1, format: 'human', verbose: 0 } as const
  expect(await verify('playbooks/site.yaml', flags as never, '0', openOut())).toBe(3)
  expect(write.mock.calls.join('')).toContain(`--from: ${why}`)
})
