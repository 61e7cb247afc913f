/**
 * What a table has under a key that is somebody's word, as the name of a host is; undefined where it has none. Plain indexing
 * would find `constructor` and `toString`, which every object has.
 */
export function own<T>(table: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined {
  return table && Object.hasOwn(table, key) ? table[key] : undefined
}
