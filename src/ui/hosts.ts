interface Numbered {
  readonly before: string
  readonly digits: string
  readonly after: string
}

interface Run extends Numbered {
  readonly first: string
  readonly names: string[]
}

/** Host names in few words: four or more in a row become an inventory range, `rs[01:20]`; items after `limit` are counted. */
export function hostList(hosts: readonly string[], limit = 20): string {
  const items = runs(hosts).flatMap((run) => (run.names.length < 4 ? run.names.map(single) : [range(run)]))
  const hidden = items.slice(limit).reduce((sum, item) => sum + item.count, 0)
  const shown = items.slice(0, limit).map((item) => item.text)
  return shown.join(', ') + (hidden > 0 ? ` and ${hidden} more` : '')
}

function runs(hosts: readonly string[]): Run[] {
  const found: Run[] = []
  for (const name of hosts) {
    const part = numbered(name)
    const last = found.at(-1)
    if (last && follows(last, part)) found[found.length - 1] = { ...last, digits: part.digits }
    else found.push({ ...part, first: part.digits, names: [] })
    found.at(-1)!.names.push(name)
  }
  return found
}

function numbered(name: string): Numbered {
  const [, before = name, digits = '', after = ''] = /^(.*?)(\d{1,15})(\D*)$/.exec(name) ?? []
  return { before, digits, after }
}

function follows(last: Numbered, next: Numbered): boolean {
  if (next.digits === '' || last.before !== next.before || last.after !== next.after) return false
  return String(Number(last.digits) + 1).padStart(last.digits.length, '0') === next.digits
}

function single(text: string) {
  return { text, count: 1 }
}

function range({ before, first, digits, after, names }: Run) {
  return { text: `${before}[${first}:${digits}]${after}`, count: names.length }
}
