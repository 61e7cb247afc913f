import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Version of the keepalived of this machine; undefined when there is none. */
export const installed = /v(\d+\.\d+\.\d+)/.exec(
  spawnSync('keepalived', ['-v'], { encoding: 'utf8' }).stderr ?? '',
)?.[1]

const interfaces = ['em1', 'em2', 'em3'].map(
  (name) => `{ ip link add ${name} type dummy || ip link add ${name} type veth; } 2>/dev/null; ip link set ${name} up`,
)
const script = `${interfaces.join('; ')}; ip addr add 192.168.1.220/24 dev em1; exec keepalived -t -f "$1"`

/** What keepalived's own test says of a file, in a network with em1 (192.168.1.220), em2 and em3. */
export function testedBy(text: string): { readonly status: number | null; readonly stderr: string } {
  const path = join(mkdtempSync(join(tmpdir(), 'lbprov-keepalived-')), 'keepalived.conf')
  writeFileSync(path, text)
  const { status, stderr } = spawnSync('unshare', ['-Urn', 'sh', '-c', script, 'sh', path], { encoding: 'utf8' })
  return { status, stderr }
}
