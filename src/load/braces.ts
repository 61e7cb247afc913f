import { glob } from '../model/glob.ts'

/** A pattern of glob(3) with braces: `{lb1,lb2}.conf`. */
export function braced(pattern: string): (name: string) => boolean {
  const globs = alternatives(pattern).map(glob)
  return (name) => globs.some((isMatch) => isMatch(name))
}

/** No path is longer: PATH_MAX. */
const longest = 4096

/** What `{a,b}` comes to: a pattern for each alternative; the pattern itself where those, or their braces, are too many, or it is too long. */
export function alternatives(pattern: string): readonly string[] {
  if (pattern.length > longest) return [pattern]
  const done: string[] = []
  const open = [pattern]
  let rounds = 0
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (++rounds > 2000) return [pattern]
    const [whole, inside] = /\{([^{}]*)\}/.exec(one) ?? []
    if (whole === undefined) done.push(one)
    else for (const word of inside!.split(',')) open.push(one.replace(whole, () => word))
    if (done.length + open.length > 1000) return [pattern]
  }
  return done
}
