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
  /** Its answers are not heard any more, though nobody says that it is gone. */
  hangs?: boolean
}

/** A real server that there is not; what is left out is as it should be. */
export interface FakeServer {
  down?: boolean
  /** Of all interfaces. */
  addresses?: string[]
  /** Ports that something listens on, at all addresses. */
  ports?: number[]
}

/** A way into directors that there are not, by address, and how often each was asked and entered. */
export function fakeDirectors(
  directors: Readonly<Record<string, FakeDirector>>,
  instance: string,
  servers: Readonly<Record<string, FakeServer>> = {},
) {
  const count = { entered: 0, asked: 0 }
  const connect: Connect = async (connection) => {
    count.entered++
    const session = await connectTo(['sh', '-s'])(connection)
    return {
      ...session,
      run: (script, options) => {
        count.asked++
        const director = directors[connection.address]
        const server = servers[connection.address] ?? {}
        if ((director ?? server).down) throw new Error('no route to host')
        if (director?.hangs) return new Promise(() => {})
        const token = /lb_token=(\w+)/.exec(script)![1]!
        const asked = (id: string) => script.includes(`step ${id}`) || script.includes(sh`lb_part ${id}`.text)
        const parts = (director ? partsOf(director, instance) : [serverPart(server)]).filter(({ id }) => asked(id))
        return session.run(`${framed(token, parts).text}\n`, options)
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
      'figures',
      sh`put addresses ${addresses.join('\n')} list ${rows(([active, inactive]) => `Route 1 ${active} ${inactive}`)} stats ${rows(([, , given]) => `${given} 1 1 1 1`)} rates ${rows(([, , , cps]) => `${cps} 1 1 2000 0`)}`,
    ),
    look(
      'tables',
      sh`put table ${table.join('\n')} changed ${since} last ${`7 ${since - 30} anna@ops1`} daemons ${`${state.toLowerCase()} sync daemon (mcast=em1, syncid=51, maxlen=1464)`}`,
    ),
    look('account', sh`put account ${`instance ${instance} ${state} ${since}`}`),
    look('log', sh`put log ${log.join('\n')}`),
  ]
}

function serverPart({ addresses = ['10.1.0.225'], ports = [80, 443] }: FakeServer): Part {
  const lines = addresses.map((one) => `1: lo    inet ${one}/32 scope global lo`)
  const sockets = ports.map((port) => `00000000:${port.toString(16).padStart(4, '0')}`)
  const body = sh`put addresses ${lines.join('\n')} arp ${'1\n2'} tcp ${sockets.join('\n')} udp ''`
  return { id: 'server', mode: 'look', body }
}
