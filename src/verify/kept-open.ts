import type { Connection } from '../model/host.ts'
import type { Connect, Session } from '../transport/transport.ts'

/** Sessions that outlive the run that opened them, so that a host is entered once. One that was lost is opened anew. */
export function keptOpen(connect: Connect): { readonly connect: Connect; close(): Promise<void> } {
  const sessions = new Map<Connection, Session>()
  const open = async (connection: Connection): Promise<Session> => {
    const session = sessions.get(connection) ?? (await connect(connection))
    sessions.set(connection, session)
    return {
      run: async (script, options) => {
        const streams = await session.run(script, options)
        if (streams.lost !== undefined) sessions.delete(connection)
        return streams
      },
      close: async () => {},
    }
  }
  return {
    connect: open,
    close: async () => {
      await Promise.all([...sessions.values()].map((session) => session.close()))
      sessions.clear()
    },
  }
}
