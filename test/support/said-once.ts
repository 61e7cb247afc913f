/** A helper function in a script's text: on its lines, or from `{ ` to the first line that ends in ` }`. `lb_main` and a part's `lb_look` are not helpers. */
const helper = String.raw`(?!lb_main\b|lb_look\(\) \{ :\n)(?:lb_\w+|put|attr)\(\) \{(?:\n(?:.*\n)*?\}| [^]*? \})\n`
const helpers = new RegExp(`^(?:${helper})+`, 'gm')
const program = /\bawk '\n[^']*?(?=\}?')/g

/**
 * The scripts, each function and awk program in full in the first that has it. In the others its variables stand in its place, assigned and
 * read as it does, so that a checker says of the rest what it would say of the whole. Lines keep their numbers.
 */
export function saidOnce(scripts: readonly string[]): string[] {
  const seen = new Set<string>()
  const first = (text: string) => !seen.has(text) && seen.add(text)
  return scripts.map((script) => {
    return script
      .replace(helpers, (several) => {
        const again: string[] = []
        const left = several.replace(new RegExp(helper, 'gy'), (one) => {
          if (first(one)) return one
          again.push(one)
          return sameLines('', one)
        })
        return again.length === 0 ? left : variablesOf(again.join('')) + left
      })
      .replace(program, (text) => (first(text) ? text : sameLines("awk '", text)))
  })
}

const sameLines = (text: string, instead: string) => text + '\n'.repeat(instead.split('\n').length - 1)

/** A function that assigns and reads what these do, before their empty lines. */
function variablesOf(functions: string): string {
  const shell = functions.replaceAll(/\bawk '\n[^']*'/g, '')
  const found = (pattern: RegExp) => [...new Set([...shell.matchAll(pattern)].flatMap((match) => match[1]!.split(' ')))]
  const assigned = [
    ...found(/(?<=^|[\s;{(])([a-z]\w*)=/gm),
    ...found(/\bread -r ([\w ]*\w)/g),
    ...found(/\bfor (\w+)(?=;| in )/g),
  ]
  const read = found(/\$\{?#?([a-z]\w*)(?![\w]|:?[-+=?])/g)
  return `lb_variables() { ${assigned.map((name) => `${name}=''; `).join('')}: ${read.map((name) => `"$${name}"`).join(' ')}; }; `
}
