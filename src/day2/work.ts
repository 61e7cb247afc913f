import { marks } from '../engine/marks.ts'
import { run } from '../engine/run.ts'
import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'
import type { Went } from '../model/day-report.ts'
import type { Host } from '../model/host.ts'
import type { Play } from '../model/play.ts'
import { placeOutside } from '../model/position.ts'
import type { Resource } from '../model/resource.ts'
import { command } from '../resources/command.ts'
import { newestVersion } from '../resources/pkg/newest.ts'
import { pkg } from '../resources/pkg/pkg.ts'
import { framed } from '../shell/frames.ts'
import { sh } from '../shell/script.ts'
import { ask } from '../verify/observe.ts'
import { wentOf } from './bring.ts'
import type { Hands } from './hands.ts'
import { reboot } from './reboot.ts'
import type { Act, Work } from './stage.ts'

/** Does to a host what a roll is for; in a check it says what it would do. */
export async function work({ host: name, work }: Extract<Act, { readonly do: 'work' }>, hands: Hands): Promise<Went> {
  const host = hands.site.inventory.host(name)!
  if (work.do === 'reboot') return hands.check ? { outcome: 'planned', said: '' } : reboot(host, work.seconds, hands)
  if (work.do === 'command') return over(host, once(work), hands)
  const version = work.version ?? (await newestOn(host, work.name, hands))
  if (typeof version !== 'string')
    return { outcome: 'unreachable', said: version.why, hint: 'the same again when it is back' }
  return over(host, pkg(work.name, { installed: true, ...(version !== '' && { version }) }), hands)
}

/** Empty: the newest one is there. */
async function newestOn({ name, connection }: Host, pack: string, hands: Hands): Promise<string | Unseen> {
  const body = sh`attr newest; ${newestVersion(pack, { fetched: !hands.check })}`
  const seen = await ask(name, connection, (token) => framed(token, [{ id: 'newest', mode: 'look', body }]), hands)
  return isUnseen(seen) ? seen : (seen.sections.get('newest')?.values.newest ?? '').trim()
}

/** The command, with a mark that it was run in this roll; the mark is gone with the next boot. */
function once({ words, id }: Extract<Work, { readonly do: 'command' }>): Resource {
  const [text, second] = words
  const mark = `${marks}/rolled-${id}`
  const program = second === undefined ? sh`sh -c ${text!}` : sh`${words}`
  return command(words.join(' '), {
    run: sh`${program}; mkdir -p ${marks}; chmod 0700 ${marks}; : >${mark}`,
    unless: sh`[ -e ${mark} ]`,
  })
}

/** A run of that alone. */
async function over(host: Host, resource: Resource, hands: Hands): Promise<Went> {
  const where = placeOutside('lbprov roll')
  const assignment = {
    role: 'roll',
    definition: { params: {}, resources: () => [{ ...resource, where }] },
    params: {},
    tags: [],
    where,
  }
  const play: Play = { name: 'roll', serial: null, assignments: new Map([[host, [assignment]]]), where }
  return wentOf(await run({ ...hands, site: { ...hands.site, plays: [play] } }))
}
