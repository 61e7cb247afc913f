import { canonicalEndpoint } from './ipvsadm.ts'

/** Reads `ipvsadm -Ln`: the connections that are open, by `192.168.1.222:80`, over all services. */
export function readActive(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [arrow, server = '', , weight, active] = line.trim().split(/\s+/)
    if (arrow !== '->' || !/^\d+$/.test(weight ?? '')) continue
    const name = canonicalEndpoint(server)
    found.set(name, (found.get(name) ?? 0) + Number(active))
  }
  return found
}

/** Reads lines of `192.168.1.222:80 3`. */
export function readCounts(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').flatMap((line) => {
    const [server = '', count] = line.trim().split(/\s+/)
    return /^\d+$/.test(count ?? '') ? [[canonicalEndpoint(server), Number(count)] as const] : []
  })
  return new Map(lines)
}
