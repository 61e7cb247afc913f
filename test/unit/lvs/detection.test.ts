import { describe, expect, it } from 'vitest'
import { type ClusterData, resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { detectionSeconds } from '../../../src/lvs/cluster/detection.ts'
import { didYouMean } from '../../../src/model/nearest.ts'
import { exampleInventory } from './support/site.ts'

const secondsOf = (words: object) => {
  const service = { address: '192.168.1.225', port: 80, real_servers: ['rs1'], delay_loop: 6, ...words }
  return detectionSeconds(
    resolveCluster({ virtual_servers: [service] } as ClusterData, exampleInventory()).cluster.services[0]!,
  )
}

describe('a dead real server is noticed within', () => {
  it.each([
    ['what was written', { TCP_CHECK: { connect_timeout: 10, retry: 3, delay_before_retry: 3 } }, 55],
    ['the defaults of TCP_CHECK', { TCP_CHECK: {} }, 6 + 2 * 5 + 1],
    ['those of HTTP_GET', { HTTP_GET: { url: { path: '/' } } }, 6 + 2 * 5 + 3],
    ['those of DNS_CHECK', { DNS_CHECK: {} }, 6 + 4 * 5 + 3],
    ['those of MISC_CHECK', { MISC_CHECK: { misc_path: '/bin/true' } }, 6 + 6],
    ['never, without a checker', {}, null],
  ])('%s', (_, words, seconds) => expect(secondsOf(words)).toBe(seconds))
})

it('finds the name that was meant, and none that was not', () => {
  expect(didYouMean('webb1', ['db1', 'web1'])).toBe('Did you mean web1?')
  expect(didYouMean('mail', ['db1', 'web1'])).toBe('')
  expect(didYouMean('rs1', [])).toBe('')
})
