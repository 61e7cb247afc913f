import type { ConnectConfig } from './ssh2.ts'

type Lists = NonNullable<ConnectConfig['algorithms']>

/** What is offered to a server, best first. */
export interface Algorithms {
  readonly kex: string[]
  readonly serverHostKey: string[]
  readonly hmac: string[]
}

// No group exchange: checking a server's own group blocks the process for seconds (CentOS 6).
const kex = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group14-sha256',
]
const hmac = ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512']

const keyTypes: readonly (readonly [type: string, algorithms: readonly string[]])[] = [
  ['ssh-ed25519', ['ssh-ed25519']],
  ['ecdsa-sha2-nistp256', ['ecdsa-sha2-nistp256']],
  ['ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384']],
  ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521']],
  ['ssh-rsa', ['rsa-sha2-512', 'rsa-sha2-256']],
]

/** For a host of which keys of these types are known: theirs first. With `sha1` also what is hashed by SHA-1, behind all that does the same without. */
export function algorithmsFor(known: readonly string[], sha1: boolean): Algorithms {
  const first = keyTypes.filter(([type]) => known.includes(type))
  const rest = keyTypes.filter(([type]) => !known.includes(type))
  const serverHostKey = [...first, ...rest].flatMap(([type, names]) =>
    type === 'ssh-rsa' && sha1 ? [...names, 'ssh-rsa'] : names,
  )
  if (!sha1) return { kex, serverHostKey, hmac }
  // CentOS 5 and 6 have DSA keys, too.
  const dss = known.includes('ssh-dss') ? ['ssh-dss'] : []
  return {
    kex: [...kex, 'diffie-hellman-group14-sha1'],
    serverHostKey: [...serverHostKey, ...dss],
    hmac: [...hmac, 'hmac-sha1'],
  }
}

/** As the SSH client takes them. Never compressed: nobody asked for it, and a few bytes could become many. */
export const offer = (algorithms: Algorithms) => ({ ...algorithms, compress: ['none'] }) as Lists

/** True for a server that may know nothing but SHA-1: OpenSSH before 7.2 signs with RSA keys by no other hash. CentOS 6 has 5.3. */
export const knowsOnlySha1 = (software: string): boolean => /^OpenSSH_(?:[1-6]\.|7\.[01](?!\d))/.test(software)

/** True where a server of that age may be meant: it has been seen with no newer key than it can have. */
export const mayBeOld = (known: readonly string[]): boolean =>
  known.every((type) => type === 'ssh-rsa' || type === 'ssh-dss')
