import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { machinesNamed, resetMachine } from '../../lab/index.ts'
import { asRoot, freshHost } from './fresh.ts'
import { changesIn, on } from './support.ts'

/** The first machine with that role: on topology el6-old there is one. */
function withRole(role: string): string | undefined {
  return machinesNamed().find(({ roles }) => roles.includes(role))?.name
}

const slow = withRole('silent-name-server')

describe.runIf(slow)('a fresh host whose sshd waits for a silent name server', () => {
  const { reset, folder, run, asAdmin } = freshHost(slow ?? 'rs1')
  beforeAll(reset)
  afterAll(() => resetMachine([slow!]))

  test('is entered once as root, then as the admin user, who has nothing to change', async () => {
    expect((await on(slow!, 'getent hosts 192.168.1.1 || echo nobody')).stdout).toBe('nobody\n')
    const first = await run(folder(), ...asRoot)
    expect([first.ended.code, first.only.outcome], JSON.stringify(first.only, null, 1)).toEqual([0, 'changed'])
    const second = await run(folder())
    expect([second.ended.code, changesIn(second.report)]).toEqual([0, []])
    expect((await asAdmin('sudo id -un')).stdout).toBe('root\n')
  })
})
