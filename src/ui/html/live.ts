import type { Picture } from '../../model/picture.ts'
import { type Html, html, raw } from './html.ts'
import { pageHtml } from './page.ts'
import { pictureHtml } from './picture.ts'
import { type Language, languages } from './words.ts'

/** Takes what the server sends for the page's content, and renews what differs, so that focus, place and selection stay; a lost connection is said, and tried again by the browser. */
const script = `
const main = document.querySelector('main'), lost = document.querySelector('#lost')
const events = new EventSource('events' + location.search)
const renewAll = (old, fresh) => {
  const [those, these] = [[...old.childNodes], [...fresh.childNodes]]
  if (those.length !== these.length) return old.replaceChildren(...these)
  those.forEach((one, i) => renew(one, these[i]))
}
const renew = (old, fresh) => {
  if (old.isEqualNode(fresh)) return
  if (old.nodeName !== fresh.nodeName || old.nodeType !== 1) return old.replaceWith(fresh)
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name)
  for (const { name, value } of fresh.attributes) old.setAttribute(name, value)
  renewAll(old, fresh)
}
events.onmessage = ({ data }) => {
  const fresh = main.cloneNode(false)
  fresh.innerHTML = JSON.parse(data)
  renewAll(main, fresh)
  lost.hidden = true
}
events.onerror = () => { lost.hidden = false }
`

/** The page of `lbprov serve`. */
export function livePage(picture: Picture, svg: string, language: Language, nonce: string): string {
  const words = languages[language]
  const body = html`<p id="lost" role="alert" hidden>${words.lost}</p><main aria-live="off">${liveHtml(picture, svg, language)}</main>`
  return pageHtml({ title: `${words.status}: ${picture.playbook}`, language, nonce, script, body })
}

/** What of the page is sent again with each look. */
export function liveHtml(picture: Picture, svg: string, language: Language): Html {
  const words = languages[language]
  return html`<h1>${words.status}</h1><p class="dim">${picture.playbook}, ${words.lookedAt} <time>${picture.lookedAt ?? ''}</time></p>
<div class="picture" tabindex="0" role="img" aria-label="${words.cluster}">${raw(svg)}</div>${pictureHtml(picture, words)}`
}
