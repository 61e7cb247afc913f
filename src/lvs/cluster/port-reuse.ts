import { atLeast } from '../language/version.ts'

/**
 * True where IPVS can take a client that uses a port again within two minutes for a new one (`net.ipv4.vs.conn_reuse_mode`, Linux 4.1). Else
 * it is sent the way of its last connection.
 */
export const takesPortsAgain = (kernel: string): boolean => atLeast(kernel, '4.1')
