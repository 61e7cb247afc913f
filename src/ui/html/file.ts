import type { Picture } from '../../model/picture.ts'
import type { Report } from '../../model/report.ts'
import type { Verification } from '../../model/verification.ts'
import { cleaner } from '../clean.ts'
import { pictureSvg } from '../picture/svg.ts'
import { mapStrings, redactor } from '../redact.ts'
import { html, raw } from './html.ts'
import { pageHtml } from './page.ts'
import { runHtml, verificationHtml } from './report.ts'

/** What a file of `--report` tells of. */
export interface Told {
  readonly title: string
  /** With marks of what became of hosts. */
  readonly picture: Picture
  readonly run?: Report
  readonly verification?: Verification
}

const ownWords = new Set(['outcome', 'verdict', 'state', 'forwarding'])

/** One page that opens from disk, with all that was found; nothing in it holds one of `secrets`. */
export async function reportFile(told: Told, secrets: readonly string[]): Promise<string> {
  const clean = cleaner(secrets)
  const cleaned = <T>(value: T): T => mapStrings(value, clean, ownWords)
  const svg = told.picture.clusters.length === 0 ? '' : await pictureSvg(cleaned(told.picture))
  const body = html`<main><h1>${clean(told.title)}</h1>
${svg === '' ? '' : html`<div class="picture" tabindex="0" role="img" aria-label="picture of the clusters">${raw(svg)}</div>`}
${told.run ? runHtml(cleaned(told.run)) : ''}${told.verification ? verificationHtml(cleaned(told.verification)) : ''}</main>`
  return redactor(secrets, { short: false })(pageHtml({ title: clean(told.title), language: 'en', body }))
}
