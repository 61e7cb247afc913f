import { expect } from 'vitest'

export interface Element {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: Element[]
  text: string
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#10': '\n' }
const decoded = (text: string) => text.replace(/&([^;]*);/g, (_, name: string) => entities[name]!)

/** A strict reader of the XML that is written here: every tag closed in its turn, no bare & or <, no control characters. */
export function parsed(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  let rest = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '')
  expect(rest).not.toMatch(/(?!\n)\p{Cc}/u)
  while (rest !== '') {
    const [whole, end, name = '', words = '', closed, text] =
      /^<(\/)?([a-z]+)((?: [a-z]+="(?:[^"<&]|&(?:amp|lt|gt|quot|#10);)*")*)(\/)?>|^((?:[^<&>]|&(?:amp|lt|gt|quot|#10);)+)/.exec(
        rest,
      ) ?? []
    if (whole === undefined) throw new Error(`not well-formed at ${rest.slice(0, 60)}`)
    rest = rest.slice(whole.length)
    if (text !== undefined) open.at(-1)!.text += decoded(text)
    else if (end) expect(open.pop()!.name).toBe(name)
    else {
      const attributes = Object.fromEntries(
        [...words.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key!, decoded(value!)]),
      )
      const element: Element = { name, attributes, children: [], text: '' }
      open.at(-1)!.children.push(element)
      if (!closed) open.push(element)
    }
  }
  expect(open).toEqual([root])
  expect(root.children).toHaveLength(1)
  return root.children[0]!
}
