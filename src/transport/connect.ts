import type { Connect } from './transport.ts'

/** Opens a session by the connection's own transport. The SSH client is loaded with the first host that needs it. */
export const connectHost: Connect = async (connection, onPhase) => {
  if (connection.transport === 'local') return (await import('./local.ts')).connectLocal(connection)
  return (await import('./ssh.ts')).connectSsh(connection, onPhase)
}
