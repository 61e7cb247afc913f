import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

/** Ports of loopback that were given out in this process. */
const given = new Set<number>()

/**
 * Has a server listen on loopback; its port, which no server of this process had before: suites share a process, and lbprov keeps in mind by a
 * host's address and port that only ssh got in, or that it takes no login in one go.
 */
export async function listening(server: Server): Promise<number> {
  const { port } = await opened(server)
  if (!given.has(port)) {
    given.add(port)
    return port
  }
  await closed(server)
  return listening(server)
}

/** A port of the same kind that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  await closed(server)
  return port
}

async function opened(server: Server): Promise<AddressInfo> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server.address() as AddressInfo
}

async function closed(server: Server): Promise<void> {
  server.close()
  await once(server, 'close')
}
