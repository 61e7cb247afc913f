import { deadlines } from '../engine/deadlines.ts'
import { Link } from '../engine/link.ts'
import { ConnectError, unforeseen } from '../model/errors.ts'
import type { Host } from '../model/host.ts'
import { factsProbe } from '../resources/facts/probe.ts'
import { readFacts } from '../resources/facts/read.ts'
import { framed } from '../shell/frames.ts'
import { sh } from '../shell/script.ts'
import type { Connect } from '../transport/transport.ts'
import type { Check } from './doctor-local.ts'

/** What is asked beside the facts: who works there, the clock, and whether apt has ever fetched its lists. */
const look = sh`
  put user "$(id -u)" clock "$(date +%s)"
  for lb_list in /var/lib/apt/lists/*_Packages*; do
    if [ -e "$lb_list" ]; then put lists yes; break; fi
  done
`

/** What a host said. */
export interface HostSight {
  readonly user: string
  /** Seconds since 1970, there and here. */
  readonly clock: number
  readonly here: number
  readonly hasLists: boolean
  readonly facts: Pick<ReturnType<typeof readFacts>, 'init' | 'packageTool' | 'deadRepositories'>
}

/** Whether a run can enter a host, and work there. Rejects for no host. */
export async function hostChecks(host: Host, connect: Connect): Promise<readonly Check[]> {
  const link = new Link(connect, host.connection)
  const parts = [
    { id: 'facts', mode: 'look', body: factsProbe([]) },
    { id: 'doctor', mode: 'look', body: look },
  ] as const
  try {
    const { transcript, lost } = await link.ask((token) => framed(token, parts), { deadlineMs: deadlines.facts })
    if (lost !== undefined) throw new ConnectError('shell', lost, 'try again')
    const { user = '', clock = '', lists } = transcript.sections.get('doctor')?.values ?? {}
    const facts = readFacts(transcript.sections.get('facts')?.values ?? {})
    const sight = { user, clock: Number(clock), here: Date.now() / 1000, hasLists: lists === 'yes', facts }
    return judged(host, sight)
  } catch (error) {
    const { message, hint } = error instanceof ConnectError ? error : unforeseen(error)
    return [{ what: host.name, state: 'bad', said: message, mend: hint }]
  } finally {
    await link.close()
  }
}

/** What is to be mended on a host that can be entered; that it can be where nothing is. */
export function judged({ name, connection }: Pick<Host, 'name' | 'connection'>, sight: HostSight): readonly Check[] {
  const bad = (said: string, mend: string): Check => ({ what: name, state: 'bad', said, mend })
  const { user, clock, here, hasLists, facts } = sight
  const off = Math.round(clock - here)
  const found = [
    ...(user === '0'
      ? []
      : [bad(`${connection.user} is not root there`, '-b, or ansible_become=true in the inventory: with sudo')]),
    ...(facts.packageTool === 'none'
      ? [bad('there is no apt, dnf or yum', 'only Debian, Ubuntu and the CentOS family are known')]
      : []),
    ...(facts.packageTool === 'apt' && !hasLists
      ? [bad('apt has no lists of packages', 'apt-get update there; where that fails, mend /etc/apt/sources.list')]
      : []),
    ...(facts.deadRepositories.length > 0
      ? [
          bad(
            `these package sources are gone: ${facts.deadRepositories.join(', ')}`,
            'the role bootstrap has repositories, or turn them off there',
          ),
        ]
      : []),
    ...(facts.init === 'other'
      ? [bad('neither systemd nor SysV init runs there', 'services can not be managed there: is it a container?')]
      : []),
    ...(Math.abs(off) > 60
      ? [
          bad(
            `its clock is ${Math.abs(off)} s ${off > 0 ? 'ahead' : 'behind'}`,
            'have chrony or ntpd keep it; certificates and logs of two directors depend on it',
          ),
        ]
      : []),
  ]
  return found.length > 0 ? found : [{ what: name, state: 'ok', said: `entered, ${facts.packageTool}, ${facts.init}` }]
}
