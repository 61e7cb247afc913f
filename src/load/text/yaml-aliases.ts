import { type Alias, isAlias, isCollection, isPair, type Node } from 'yaml'

/** Values that aliases may add to those that are written. */
const most = 250_000

export const tooMany = `the aliases up to here come to more than ${most} values`

/** The alias with which all that aliases stand for comes to too much; undefined: it does not. Takes as long as the file is. */
export function firstExcess(root: Node | null, targets: ReadonlyMap<Alias, Node>): Alias | undefined {
  const sizes = new Map<unknown, number>()
  let [added, excess]: [number, Alias | undefined] = [0, undefined]
  const sizeOf = (node: unknown): number => {
    if (isPair(node)) return sizeOf(node.key) + sizeOf(node.value)
    if (!isCollection(node) && !isAlias(node)) return 1
    const known = sizes.get(node)
    if (known !== undefined) return known
    const size = isAlias(node)
      ? sizeOf(targets.get(node))
      : node.items.reduce<number>((sum, item) => sum + sizeOf(item), 1)
    sizes.set(node, size)
    if (isAlias(node)) added += size
    if (isAlias(node) && added > most) excess ??= node
    return size
  }
  sizeOf(root)
  return excess
}
