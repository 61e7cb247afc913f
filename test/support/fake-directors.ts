import { framed, type Part } from '../../src/shell/frames.ts'
import { sh } from '../../src/shell/script.ts'
import type { Connect } from '../../src/transport/transport.ts'
import { connectTo } from './shells.ts'

/** What a director shows that there is not. */
export interface FakeDirector {
  /** It can't be entered. */
  down?: boolean
  /** Virtual addresses that it has, without prefix. */
  holds: string[]
  /** Lines of `ipvsadm -Sn`. */
  table: string[]
  /** Connections by `192.168.1.222:80`: open, over, given, given in a second. */
  load: Record<string, readonly [number, number, number, number]>
  /** Since when it is what it is, in seconds since 1970. */
  since: number
  log: string[]
}

/** A way into directors that there are not, by address, and how often each was asked and entered. */
export function fakeDirectors(directors: Readonly<Record<string, FakeDirector>>, instance: string) {
  const count = { entered: 0, asked: 0 }
  const connect: Connect = async (connection) => {
    count.entered++
    const session = await connectTo(['sh', '-s'])(connection)
    return {
      ...session,
      run: (script, options) => {
        count.asked++
        const director = directors[connection.address]!
        if (director.down) throw new Error('no route to host')
        const token = /lb_token=(\w+)/.exec(script)![1]!
        return session.run(`${framed(token, partsOf(director, instance)).text}\n`, options)
      },
    }
  }
  return { connect, count }
}

function partsOf({ holds, table, load, since, log }: FakeDirector, instance: string): readonly Part[] {
  const look = (id: string, body: Part['body']): Part => ({ id, mode: 'look', body })
  const addresses = ['1: lo    inet 127.0.0.1/8', ...holds.map((one) => `2: em1    inet ${one}/32 scope global em1`)]
  const rows = (columns: (of: readonly number[]) => string) =>
    table
      .map((line) => {
        const [, , service, , server] = line.split(' ')
        const numbers = load[server ?? ''] ?? [0, 0, 0, 0]
        return line.startsWith('-A') ? `TCP  ${service} wrr` : `  -> ${server} ${columns(numbers)}`
      })
      .join('\n')
  const state = holds.length > 0 ? 'MASTER' : 'BACKUP'
  return [
    look(
      'tables',
      sh`put addresses ${addresses.join('\n')} table ${table.join('\n')} list ${rows(([active, inactive]) => `Route 1 ${active} ${inactive}`)} stats ${rows(([, , given]) => `${given} 1 1 1 1`)} rates ${rows(([, , , cps]) => `${cps} 1 1 2000 0`)}
      put changed ${since} daemons ${`${state.toLowerCase()} sync daemon (mcast=em1, syncid=51, maxlen=1464)`}`,
    ),
    look('account', sh`put account ${`instance ${instance} ${state} ${since}`}`),
    look('log', sh`put log ${log.join('\n')}`),
  ]
}
