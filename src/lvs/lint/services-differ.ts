import type { VirtualServerWords } from '../language/virtual-server.ts'
import type { ReadConf, Told } from './keepalived-conf.ts'

/** Virtual servers of several files that are not the same: after a failover another service answers. */
export function otherServices([first, ...others]: readonly ReadConf[]): readonly Told[] {
  return others.flatMap((other) => [
    ...onlyIn(first!, other),
    ...onlyIn(other, first!),
    ...servicesOf(other).flatMap(({ name, words, index }) => {
      const twin = servicesOf(first!).find((one) => one.name === name)
      return (twin ? differing(twin.words, words) : []).map((word) =>
        told(other, [index, word], `${name} has another ${word} in ${other.file} than in ${first!.file}`),
      )
    }),
  ])
}

function servicesOf({ read }: ReadConf) {
  return (read.data.virtual_servers ?? []).map((words, index) => ({ name: nameOf(words), words, index }))
}

function nameOf({ address, port, fwmark, group, protocol }: VirtualServerWords): string {
  if (group !== undefined) return `virtual_server group ${group}`
  if (fwmark !== undefined) return `virtual_server fwmark ${fwmark}`
  return `virtual_server ${address} ${port}${protocol === undefined || protocol === 'TCP' ? '' : ` (${protocol})`}`
}

function onlyIn(one: ReadConf, other: ReadConf): readonly Told[] {
  const known = new Set(servicesOf(other).map(({ name }) => name))
  return servicesOf(one)
    .filter(({ name }) => !known.has(name))
    .map(({ name, index }) => told(one, [index], `only ${one.file} has ${name}, ${other.file} has not`))
}

function differing(left: VirtualServerWords, right: VirtualServerWords): readonly string[] {
  const words = new Set([...Object.keys(left), ...Object.keys(right)]) as ReadonlySet<keyof VirtualServerWords>
  return [...words].filter((word) => JSON.stringify(left[word]) !== JSON.stringify(right[word]))
}

function told({ read }: ReadConf, path: readonly (string | number)[], message: string): Told {
  const hint = 'Write the same in the file of each director: after a failover clients meet the other one.'
  return { severity: 'warning', problem: { where: read.origin('virtual_servers', path), message, hint } }
}
