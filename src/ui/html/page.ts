import { type Html, html, raw } from './html.ts'
import { style } from './style.ts'
import type { Language } from './words.ts'

interface Page {
  readonly title: string
  readonly language: Language
  /** Given: of scripts and styles that the browser may run. */
  readonly nonce?: string
  readonly script?: string
  readonly body: Html
}

/** A whole page, that needs nothing from anywhere. */
export function pageHtml({ title, language, nonce = '', script, body }: Page): string {
  const own = nonce === '' ? raw('') : html` nonce="${nonce}"`
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><title>${title}</title><link rel="icon" href="data:,"><style${own}>${raw(style)}</style></head>
<body>${body}${script === undefined ? '' : html`<script${own}>${raw(script)}</script>`}</body></html>
`.html
}
