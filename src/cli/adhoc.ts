import pLimit from 'p-limit'
import { deadlines } from '../engine/deadlines.ts'
import { Link } from '../engine/link.ts'
import { askFacts } from '../engine/survey.ts'
import { loadChosen } from '../load/inventory/chosen.ts'
import { ConfigError, ConnectError, unforeseen } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import { exitCodes } from '../model/report.ts'
import { framed } from '../shell/frames.ts'
import { sh } from '../shell/script.ts'
import { connectHost } from '../transport/connect.ts'
import { adHocJson, adHocText, type HostAnswer } from '../ui/adhoc.ts'
import { counted } from '../ui/words.ts'
import { confirmed, isTerminal } from './ask.ts'
import { acceptHostKeys } from './host-keys.ts'
import { fail, type Out, print } from './out.ts'
import { printScripts } from './print-scripts.ts'
import { askPasswords, inventoryOptions, type SiteFlags } from './site.ts'

export interface AdHocFlags extends SiteFlags {
  readonly forks: number
  readonly format: 'human' | 'json'
  readonly printScript?: boolean
  readonly yes?: boolean
}

interface Order {
  readonly pattern: string
  readonly flags: AdHocFlags
  readonly version: string
  readonly out: Out
}

type Said = Pick<HostAnswer, 'outcome' | 'head' | 'text' | 'data'>
type Task = (link: Link, host: Host, onScript: (title: string, display: string) => void) => Promise<Said>

/** `lbprov ping`: enters hosts as a run does, and says how. Resolves to the exit code. */
export const ping = (order: Order): Promise<number> =>
  onHosts(order, async (link, host, onScript) => {
    const begun = performance.now()
    const { lost } = await link.ask((token) => framed(token, []), {
      deadlineMs: deadlines.facts,
      onScript: ({ display }) => onScript('ping', display),
    })
    if (lost !== undefined) throw new ConnectError('shell', lost, 'try again')
    const seconds = Math.round(performance.now() - begun) / 1000
    const way = wayInto(host)
    return { outcome: 'ok', head: `ok  ${way}`, text: '', data: { way, seconds } }
  })

function wayInto({ connection }: Host): string {
  const { transport, user, address, port, become, becomeUser } = connection
  const login = transport === 'local' ? 'this machine' : `${user}@${address}:${port}`
  return become ? `${login}, ${becomeUser} by sudo` : login
}

/** `lbprov facts`: what a run knows of hosts before it asks roles. Resolves to the exit code. */
export const facts = (order: Order): Promise<number> =>
  onHosts(order, async (link, _, onScript) => {
    const found = await askFacts(link, { onPhase: () => {}, onScript })
    if ('outcome' in found) throw new ConnectError('shell', found.message, found.hint ?? 'try again')
    const plain = plainFacts(found)
    const lines = Object.entries(plain).map(([name, value]) => `${name}: ${shown(value)}`)
    return { outcome: 'ok', head: '', text: lines.join('\n'), data: { facts: plain } }
  })

function plainFacts(found: Facts): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(found).map(([name, value]) => [name, value instanceof Map ? Object.fromEntries(value) : value]),
  )
}

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** `lbprov exec`: one command on hosts, side by side. Resolves to the exit code. */
export async function exec(words: readonly string[], order: Order): Promise<number> {
  const [text, second] = words
  if (text === undefined) {
    const hint = "after --, as in: lbprov exec directors -i hosts -- ipvsadm -Ln, or -- 'ip route | head -1'"
    return fail(order.out, new ConfigError([{ message: 'no command is given', hint }]))
  }
  const program = second === undefined ? sh`sh -c ${text}` : sh`${words}`
  const task: Task = async (link, _, onScript) => {
    const script = (token: string) => framed(token, [{ id: 'command', mode: 'act', body: sh`${program}` }])
    const { transcript, lost } = await link.ask(script, {
      deadlineMs: deadlines.apply,
      onScript: ({ display }) => onScript('command', display),
    })
    const section = transcript.sections.get('command')
    const { exitCode = null, stdout = '', stderr = '' } = section ?? {}
    if (exitCode === null) throw new ConnectError('shell', lost ?? 'it was not seen to end', 'look there what it did')
    const both = [stdout, stderr].filter((one) => one !== '').map((one) => one.replace(/\n?$/, '\n'))
    const head = exitCode === 0 ? 'ok' : `exit code ${exitCode}`
    return { outcome: exitCode === 0 ? 'ok' : 'failed', head, text: both.join(''), data: { exitCode, stdout, stderr } }
  }
  return onHosts(order, task, (hosts) => ask(hosts, words.join(' '), order))
}

/** On a terminal, where more than one host is meant. */
async function ask(hosts: readonly Host[], command: string, { flags, out }: Order): Promise<void> {
  const { CI, LBPROV_YES } = process.env
  if (hosts.length < 2 || flags.yes || CI || LBPROV_YES || flags.format !== 'human' || !isTerminal()) return
  out.stderr.write(out.clean(`${hosts.map(({ name }) => name).join(', ')}\n  ${command}\n`))
  if (await confirmed(out, `Do this on ${counted(hosts.length, 'host')}?`)) return
  throw new ConfigError([{ message: 'nothing was done: the answer was not y', hint: '--yes goes on without asking' }])
}

async function onHosts(order: Order, task: Task, before?: (hosts: readonly Host[]) => Promise<void>): Promise<number> {
  const { pattern, flags, version, out } = order
  try {
    const hosts = await loadChosen(inventoryOptions(flags, await askPasswords(flags, out)), pattern)
    out.hide(
      hosts.flatMap(({ connection }) =>
        [connection.password, connection.becomePassword].flatMap((one) => one?.value ?? []),
      ),
    )
    await before?.(hosts)
    await acceptHostKeys(hosts, flags.yes, out)
    const limit = pLimit(flags.forks)
    const answers = await Promise.all(hosts.map((host) => limit(() => answerOf(host, task, order))))
    const look = { color: out.color.stdout, width: out.stdout.width(), secrets: out.secrets }
    const isJson = flags.format === 'json'
    return print(out, isJson ? adHocJson(answers, version, out.secrets) : adHocText(answers, look), codeOf(answers))
  } catch (error) {
    return fail(out, error)
  }
}

async function answerOf(host: Host, task: Task, { flags, out }: Order): Promise<HostAnswer> {
  const link = new Link(connectHost, host.connection)
  const { address } = host.connection
  const show = printScripts(out, out.stderr)
  try {
    const said = await task(link, host, (title, display) => flags.printScript && show(host.name, title, display))
    return { host: host.name, address, ...said }
  } catch (error) {
    const { message, hint } = error instanceof ConnectError ? error : unforeseen(error)
    const outcome = error instanceof ConnectError ? 'unreachable' : 'failed'
    return { host: host.name, address, outcome, head: '', text: '', message, hint, data: {} }
  } finally {
    await link.close()
  }
}

function codeOf(answers: readonly HostAnswer[]): number {
  if (answers.some(({ outcome }) => outcome === 'failed')) return exitCodes.failed
  return answers.every(({ outcome }) => outcome === 'ok') ? exitCodes.done : exitCodes.unreachable
}
