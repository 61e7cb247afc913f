import type { HostReport, Report, StepReport } from '../../model/report.ts'
import type { Verification } from '../../model/verification.ts'
import { changeLines } from '../changes.ts'
import { failureBlocks } from '../failures.ts'
import { byHosts, resultKeys, shareSteps } from '../group.ts'
import { hostList } from '../hosts.ts'
import type { Look } from '../look.ts'
import { summary } from '../recap.ts'
import { forClients } from '../stages.ts'
import { duration, hostWords, isChange, outcomeWords, stepWords } from '../words.ts'
import { type Html, html } from './html.ts'

/** How a run or check went: recap, what failed, what changed, stages, each host with its steps. Values have been cleaned. */
export function runHtml(report: Report): Html {
  const { hosts, stages = [], check } = report
  const look: Look = { paint: (_, text) => text, width: 200, diff: true, verbose: 0, check }
  const failures = failureBlocks(hosts, look)
  return html`<p class="dim">${report.playbook}, ${report.startedAt}, ${duration(report.seconds)}</p><p><strong>${summary(report)}</strong></p>
${report.rest === undefined ? '' : html`<p>The rest:</p><pre>${report.rest}</pre>`}
${failures.length === 0 ? '' : html`<section><h2>To be acted upon</h2>${failures.map((block) => html`<pre>${block}</pre>`)}</section>`}
${stages.length === 0 ? '' : html`<section><h2>Stages</h2><ol>${stages.map((stage) => html`<li>${stage.title}${stage.clients ? html` <span class="dim">${forClients(stage.clients)}</span>` : ''}</li>`)}</ol></section>`}
<section><h2>What changed</h2>${changesHtml(hosts, look)}</section>
<section><h2>Hosts</h2>${hosts.map((host) => hostHtml(host, look))}</section>`
}

function changesHtml(hosts: readonly HostReport[], look: Look): Html {
  const sets = byHosts(shareSteps(hosts, ({ outcome }) => isChange(outcome), resultKeys()))
  if (sets.length === 0) return html`<p>Nothing.</p>`
  return html`${sets.map(
    (set) => html`<h3>${hostList(set.hosts)}</h3>${set.steps.map(({ step }) => stepHtml(step, look, false))}`,
  )}`
}

function stepHtml(step: StepReport, look: Look, withRole: boolean): Html {
  const { sign } = stepWords[step.outcome]
  const lines = changeLines(step, look)
  const kind = step.outcome === 'failed' ? 'bad' : isChange(step.outcome) ? 'ok' : 'dim'
  const role = withRole ? html` <span class="dim">${step.play}, role ${step.role}</span>` : ''
  const head = html`<span class="${kind}">${sign} ${step.resource}</span> ${outcomeWords(step, look.check)}${role}`
  return lines.length === 0
    ? html`<div>${head}</div>`
    : html`<details><summary>${head}</summary><pre>${lines.join('\n')}</pre></details>`
}

function hostHtml(report: HostReport, look: Look): Html {
  const { host, outcome, message, steps, seconds, notes } = report
  const kind = outcome === 'ok' || outcome === 'changed' ? 'ok' : 'bad'
  return html`<details id="host-${host}"><summary><strong>${host}</strong> <span class="${kind}">${hostWords(outcome, look.check)}</span> ${duration(seconds)} <span class="dim">${message ?? ''}</span></summary>
${notes.map((note) => html`<p>${note}</p>`)}${steps.map((step) => stepHtml(step, look, true))}</details>`
}

const verdictSigns = { failed: '✖ failed', unchecked: '? not checked', ok: '● holds' } as const

/** What a verification found: what failed first, with remedies; the drill as a graph. Values have been cleaned. */
export function verificationHtml({ playbook, from, startedAt, seconds, assertions, drill }: Verification): Html {
  const count = (verdict: keyof typeof verdictSigns) => assertions.filter((one) => one.verdict === verdict).length
  const order = Object.keys(verdictSigns) as (keyof typeof verdictSigns)[]
  const sorted = order.flatMap((verdict) => assertions.filter((one) => one.verdict === verdict))
  const rows = sorted.map(
    (one) =>
      html`<tr><td data-label="Verdict" class="${one.verdict === 'ok' ? 'ok' : 'bad'}">${verdictSigns[one.verdict]}</td><td data-label="Assertion">${one.claim} <span class="dim">${one.id}</span></td><td data-label="Of">${[...new Set([one.subject, ...one.hosts])].join(', ')}</td><td data-label="Expected">${one.expected}</td><td data-label="Seen">${one.seen}</td><td data-label="Remedy">${one.verdict === 'ok' ? '' : (one.remedy ?? '')}</td></tr>`,
  )
  return html`<p class="dim">${playbook}, ${startedAt}, ${duration(seconds)}${from === null ? '' : `, from ${from}`}</p>
<p><strong>${assertions.length} assertions: ${count('ok')} hold, ${count('failed')} failed, ${count('unchecked')} not checked.</strong></p>
${drill ? html`<section><h2>Drill</h2>${gapHtml(`${drill.from} to ${drill.to}`, drill.gap)}${gapHtml('and back', drill.gapBack)}</section>` : ''}
<section><h2>Assertions</h2><table><thead><tr>${['Verdict', 'Assertion', 'Of', 'Expected', 'Seen', 'Remedy'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></section>`
}

/** A bar of 10 s, filled for as long as no new connection was made. */
function gapHtml(title: string, gap: number | null): Html {
  const words = gap === null ? 'not measured' : `longest time without a new connection: ${gap.toFixed(1)} s`
  const width = Math.min(gap ?? 0, 10) * 60
  return html`<p>${title}: ${words}</p><svg viewBox="0 0 640 40" width="640" height="40" role="img" aria-label="${title}: ${words}"><rect x="0" y="4" width="600" height="16" fill="none" stroke="#5b6470"/><rect x="0" y="4" width="${width}" height="16" fill="#b34700"/><text x="0" y="36" font-size="12" fill="currentColor">0 s</text><text x="575" y="36" font-size="12" fill="currentColor">10 s</text></svg>`
}
