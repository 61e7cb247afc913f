import { homedir } from 'node:os'
import pLimit from 'p-limit'
import { loadChosen } from '../load/inventory/chosen.ts'
import { ConfigError, showProblem } from '../model/errors.ts'
import { exitCodes } from '../model/report.ts'
import { connectHost } from '../transport/connect.ts'
import { hostList } from '../ui/hosts.ts'
import { alike, withoutOwn } from '../ui/own-words.ts'
import { painter } from '../ui/paint.ts'
import { exampleOf } from '../ui/results.ts'
import { counted, indented } from '../ui/words.ts'
import { hostChecks } from './doctor-host.ts'
import { type Check, localChecks } from './doctor-local.ts'
import { acceptHostKeys } from './host-keys.ts'
import { fail, type Out, print } from './out.ts'
import { askPasswords, inventoryOptions, type SiteFlags } from './site.ts'

export interface DoctorFlags extends Omit<SiteFlags, 'inventory'> {
  readonly inventory?: readonly string[]
  readonly forks: number
  readonly format: 'human' | 'json'
}

/** `lbprov doctor`: resolves to the exit code; what was looked at, and what to mend, has been printed. */
export async function doctor(pattern: string, flags: DoctorFlags, version: string, out: Out): Promise<number> {
  const { privateKey, askPass } = flags
  try {
    const checks: readonly Finding[] = [
      ...(await localChecks({ node: process.version, home: homedir(), env: process.env, privateKey, askPass })),
      ...(flags.inventory ? await siteChecks(pattern, { ...flags, inventory: flags.inventory }, out) : []),
    ]
    const code = checks.some(({ state }) => state === 'bad') ? exitCodes.failed : exitCodes.done
    if (flags.format === 'json')
      return print(
        out,
        `${out.clean(JSON.stringify({ lbprov: version, checks: checks.map(({ address, ...check }) => check) }, null, 2), 'from')}\n`,
        code,
      )
    return print(out, textOf(checks, out, flags.inventory !== undefined), code)
  } catch (error) {
    return fail(out, error)
  }
}

/** `address`: where a host is, of which it was found. */
interface Finding extends Check {
  readonly address?: string
}

async function siteChecks(
  pattern: string,
  flags: DoctorFlags & Pick<SiteFlags, 'inventory'>,
  out: Out,
): Promise<readonly Finding[]> {
  const what = 'inventory'
  try {
    const hosts = await loadChosen(inventoryOptions(flags, await askPasswords(flags, out)), pattern)
    out.hide(
      hosts.flatMap(({ connection }) =>
        [connection.password, connection.becomePassword].flatMap((one) => one?.value ?? []),
      ),
    )
    await acceptHostKeys(hosts, undefined, out)
    const limit = pLimit(flags.forks)
    const looked = await Promise.all(
      hosts.map((host) =>
        limit(async () => {
          const { address } = host.connection
          return (await hostChecks(host, connectHost)).map((check): Finding => ({ ...check, address }))
        }),
      ),
    )
    return [{ what, state: 'ok', said: counted(hosts.length, 'host') }, ...looked.flat()]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ hint, ...problem }) => ({
      what,
      state: 'bad',
      said: showProblem(problem),
      ...(hint && { mend: hint }),
    }))
  }
}

const styles = { ok: ['ok  ', 'green'], note: ['note', 'yellow'], bad: ['BAD ', 'red'] } as const

function textOf(checks: readonly Finding[], { clean, color }: Out, hasHosts: boolean): string {
  const paint = painter(color.stdout)
  const keyOf = ({ what, address, state, said, mend = '' }: Finding, general = (text: string) => text) =>
    JSON.stringify([address === undefined && what, state, general(said), general(mend)])
  const lines = alike(
    checks,
    (one) => keyOf(one),
    (one) => keyOf(one, one.address === undefined ? undefined : withoutOwn({ host: one.what, address: one.address })),
  ).map(({ members, same }) => {
    const { state, said, mend } = members[0]!
    const [word, style] = styles[state]
    const names = members.map(({ what }) => what)
    const head = `${paint(style, word)}  ${clean(hostList(names))}: ${clean(said)}`
    const example = same ? [] : [paint('dim', `        (${exampleOf(names)})`)]
    const more = state === 'ok' || mend === undefined ? [] : [indented(`→ ${clean(mend)}`, '        ')]
    return [head, ...example, ...more].join('\n')
  })
  const bad = checks.filter(({ state }) => state === 'bad').length
  const hosts = hasHosts ? '' : ' No host was looked at: -i names an inventory.'
  const end = bad === 0 ? `Nothing has to be mended.${hosts}` : `${counted(bad, 'thing')} to mend.${hosts}`
  return `${lines.join('\n')}\n\n${end}\n`
}
