import { readFileSync } from 'node:fs'
import type { Facts } from '../model/facts.ts'
import { readFacts } from '../resources/facts/read.ts'
import { readTranscript } from '../shell/frames.ts'

/**
 * Bare hosts whose facts there are: what the facts script prints on them, in `systems/`. Those of a release alone are written by hand from the
 * documented contents of its files; `lab-…` were captured on machines of the lab. Each is a director at 192.168.1.220 on em1.
 */
export const systems = [
  'debian12',
  'debian13',
  'ubuntu2004',
  'ubuntu2204',
  'ubuntu2404',
  'el6',
  'el7',
  'el8',
  'el9',
  'el10',
  'lab-debian12',
  'lab-el6',
  'lab-el7',
  'lab-el9',
] as const

/** The name of one of them. */
export type System = (typeof systems)[number]

/** The facts of a bare host, read as those of a real one are, with `changes` in place of some: `factsOf('el7', { keepalived: '1.3.5' })`. */
export function factsOf(system: System, changes: Partial<Facts> = {}): Facts {
  if (!systems.includes(system)) throw new Error(`no facts of ${system}; there are ${systems.join(', ')}`)
  const name = `${system}.${system.startsWith('lab-') ? 'captured' : 'composed'}.txt`
  // Named from the folder above: the bundle may have this code in another one of the same depth.
  const stdout = readFileSync(new URL(`../testing/systems/${name}`, import.meta.url))
  const { sections } = readTranscript('facts', { stdout, stderr: Buffer.alloc(0) })
  return { ...readFacts(sections.get('facts')!.values), ...changes }
}
