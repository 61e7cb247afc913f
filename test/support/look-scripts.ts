import { adoptScript } from '../../src/adopt/look.ts'
import type { Script } from '../../src/shell/script.ts'
import { clientScript, gapScript } from '../../src/verify/client-look.ts'
import { listenScript } from '../../src/verify/listen.ts'
import { lookScript, trafficScript } from '../../src/verify/look.ts'
import { pathScript } from '../../src/verify/path.ts'
import { serverScript } from '../../src/verify/server-look.ts'
import { statusScript } from '../../src/verify/status-look.ts'

const director = { seconds: 0, interfaces: ['lo'] }
const page = { path: '/', host: 'x', right: ['200'] }
const addresses = ['192.168.1.225', '2001:db8::225']

/** Every script that looks and changes nothing, in each of its shapes. */
export const lookScripts: [string, Script][] = [
  ['look', lookScript('token', director, true)],
  ['look at a real server', lookScript('token', null, false)],
  [
    'look at a director with real servers',
    lookScript('token', { ...director, servers: [{ address: '192.168.1.222', port: 80, page }] }, true),
  ],
  ['traffic', trafficScript('token', 100)],
  [
    'look of a client elsewhere',
    clientScript('token', {
      addresses: ['192.168.1.225'],
      services: [
        { address: '192.168.1.225', port: 80, page },
        { address: '192.168.1.225', port: 22 },
      ],
      count: 9,
      source: '192.0.2.9',
    }),
  ],
  [
    'look of a client',
    clientScript('token', { addresses, services: addresses.map((address) => ({ address, port: 80 })), count: 9 }),
  ],
  ['gap', gapScript('token', { address: '192.168.1.225', port: 80 }, 9)],
  ['largest packets', pathScript('token', addresses)],
  ['listening', listenScript('token', { seconds: 1, interfaces: ['em1', 'em2'] })],
  ['status of a director', statusScript('token', 'words')],
  ['status of a real server', serverScript('token')],
  ['look of adopt', adoptScript('token', '/etc/keepalived/keepalived.conf')],
  ['look of adopt at a host without the file', adoptScript('token', null)],
]
