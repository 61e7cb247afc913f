/** Names as a person reads them: `dir1 and dir2`, `nobody`. */
export function named(names: readonly string[]): string {
  return names.length === 0 ? 'nobody' : names.join(' and ')
}
