import type { Connection } from '../model/host.ts'
import type { Connect, Session } from '../transport/transport.ts'

/** Sessions that outlive the run that opened them, so that a host is entered once. One that was lost is opened anew. */
export function keptOpen(connect: Connect): { readonly connect: Connect; close(): Promise<void> } {
  const sessions = new Map<Connection, Promise<Session>>()
  const open = async (connection: Connection): Promise<Session> => {
    const opening = sessions.get(connection) ?? connect(connection)
    sessions.set(connection, opening)
    const session = await opening.catch((error) => {
      sessions.delete(connection)
      throw error
    })
    return {
      run: async (script, options) => {
        const streams = await session.run(script, options)
        if (streams.lost !== undefined && sessions.get(connection) === opening) {
          sessions.delete(connection)
          void session.close().catch(() => {})
        }
        return streams
      },
      close: async () => {},
    }
  }
  return {
    connect: open,
    // One that is still being opened would keep the process alive.
    close: async () => {
      await Promise.allSettled([...sessions.values()].map(async (session) => (await session).close()))
      sessions.clear()
    },
  }
}
