import { isAddress } from '../model/address.ts'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { quote } from '../shell/quote.ts'
import { expandTokens } from './home.ts'
import { fingerprint, hostLabel, type KnownKey, keyType, lookUp } from './known-hosts.ts'
import { addKey, lineOf, whileLocked } from './known-hosts-write.ts'

/** Whether the machine that answers is the one that was meant. */
export interface HostKeyCheck {
  /** As in known_hosts: `lb1`, `[lb1]:2222`. */
  readonly name: string
  /** Nothing is known of the host. */
  readonly isNew: boolean
  /** The types of the keys that are known for the host. */
  readonly types: readonly string[]
  /** A key may be accepted as new: `remember` would then write it down. */
  readonly mayWrite: boolean
  /** Why this key is not accepted; undefined when it is. */
  judge(key: Buffer): ConnectError | undefined
  /** Writes down a key accepted as new. To be awaited after its signature was verified, before any secret is sent. */
  remember(): Promise<void>
}

/** Checks against the connection's known_hosts files, by its policy. `off` reads and writes none. Throws ConnectError where one can't be read. */
export function hostKeyCheck(connection: Connection): HostKeyCheck {
  const target = targetOf(connection)
  const found = lookTo(target)
  let accepted: Buffer | undefined
  const known = [...found.keys, ...found.withoutPort, ...found.authorities]
  return {
    name: target.name,
    isNew: known.length === 0,
    types: [...found.keys, ...found.withoutPort].map(({ type }) => type),
    mayWrite: target.policy === 'accept-new' && found.keys.length === 0,
    judge(key) {
      // A rekey must show the key that was accepted at first.
      if (accepted) return accepted.equals(key) ? undefined : swapped(target, key)
      const refusal = verdict(target, found, key)
      if (!refusal) accepted = Buffer.from(key)
      return refusal
    },
    async remember() {
      if (target.policy !== 'accept-new' || !accepted || isKnown(found, accepted)) return
      await write(target, accepted)
    },
  }
}

interface Target {
  readonly name: string
  /** The name is HostKeyAlias, which has no port. */
  readonly isAlias: boolean
  readonly address: string
  readonly port: number
  readonly files: readonly string[]
  readonly policy: Connection['hostKeyChecking']
}

function targetOf(connection: Connection): Target {
  const { address, port, knownHostsFiles, hostKeyAlias, hostKeyChecking } = connection
  if (!isAddress(address))
    throw new ConnectError('host-key', `${JSON.stringify(address)} is no host name or address`, 'Check ansible_host.')
  const files = knownHostsFiles.map((file) => expandTokens(file, connection))
  const name = hostKeyAlias?.toLowerCase() ?? hostLabel(address, port)
  return { name, isAlias: hostKeyAlias !== undefined, address, port, files, policy: hostKeyChecking }
}

/** What the files say of the host. */
interface Known {
  readonly keys: readonly KnownKey[]
  /** Of another port: under the name alone. */
  readonly withoutPort: readonly KnownKey[]
  /** Under either name: a key that somebody has stolen serves on every port. */
  readonly revoked: readonly KnownKey[]
  readonly authorities: readonly KnownKey[]
}

function lookTo({ policy, files, name, isAlias, address, port }: Target): Known {
  if (policy === 'off') return { keys: [], withoutPort: [], revoked: [], authorities: [] }
  try {
    const found = lookUp(files, name)
    if (port === 22 || isAlias) return { ...found, withoutPort: [] }
    const plain = lookUp(files, hostLabel(address, 22))
    return { ...found, withoutPort: plain.keys, revoked: [...found.revoked, ...plain.revoked] }
  } catch (error) {
    const hint = 'Mend the file, or name another: ansible_ssh_known_hosts_file.'
    throw new ConnectError('host-key', `cannot read the known hosts: ${(error as Error).message}`, hint)
  }
}

function verdict(target: Target, found: Known, key: Buffer): ConnectError | undefined {
  if (target.policy === 'off') return undefined
  const revoked = found.revoked.find((known) => same(known, key))
  if (revoked) return refused(target, `is revoked by ${at(revoked)}: ${show(key)}`, 'Give the host new keys.')
  if (isKnown(found, key)) return undefined
  if (found.keys.length > 0) return changed(target, found.keys, key)
  if (target.policy === 'accept-new') return undefined
  return found.authorities[0] ? certified(target, found.authorities[0], key) : unknown(target, key)
}

// OpenSSH too takes a key that is known for the host without its port, where it knows none with it.
const isKnown = ({ keys, withoutPort }: Known, key: Buffer) =>
  (keys.length > 0 ? keys : withoutPort).some((one) => same(one, key))

async function write(target: Target, key: Buffer): Promise<void> {
  const [file] = target.files
  if (file === '/dev/null') return
  if (!file) throw refused(target, 'is new and there is no known_hosts file to write it to', 'Name one.')
  try {
    await whileLocked(file, () => writeOnce(target, file, key))
  } catch (error) {
    if (error instanceof ConnectError) throw error
    const reason = (error as Error).message
    const hint =
      'Name another file (ansible_ssh_known_hosts_file), mend this one, or check no host keys with host_key_checking: off.'
    throw new ConnectError('host-key', `cannot write the new key of ${target.name} to ${file}: ${reason}`, hint)
  }
}

// Another process may have met the host in the meantime, and another machine in its place.
async function writeOnce(target: Target, file: string, key: Buffer): Promise<void> {
  const found = lookTo(target)
  if (found.keys.some((known) => same(known, key))) return
  const refusal = verdict(target, found, key)
  if (refusal) throw refusal
  await addKey(file, target.name, key)
}

function unknown(target: Target, key: Buffer): ConnectError {
  const hint = `Compare the fingerprint with the host's own (there: ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub), then take it with --accept-new-host-keys (in the inventory, host_key_checking: accept-new), or add to ${target.files[0] ?? 'a known_hosts file'}: ${lineOf(target.name, key)}`
  return refused(target, `is not known: ${show(key)}`, hint)
}

function changed(target: Target, keys: readonly KnownKey[], key: Buffer): ConnectError {
  const old = keys.find((known) => known.type === keyType(key)) ?? keys[0]!
  const wanted = `${at(old)} has ${old.type} ${fingerprint(old.key)}`
  const hint = `If the host was installed anew, remove that line (ssh-keygen -f ${quote(old.file)} -R ${quote(target.name)}); if not, another machine answers in its place.`
  const message = `the host key of ${target.name} has changed: it shows ${show(key)}, but ${wanted}`
  return new ConnectError('host-key', `REMOTE HOST IDENTIFICATION HAS CHANGED: ${message}`, hint)
}

function certified(target: Target, authority: KnownKey, key: Buffer): ConnectError {
  const hint = `ssh itself can check host certificates, and lbprov has it do so where it is installed. Or add the host's own key: ${lineOf(target.name, key)}`
  const message = `is only vouched for by the certificate authority in ${at(authority)}: ${show(key)}`
  return refused(target, message, hint, 'a host certificate')
}

function swapped(target: Target, key: Buffer): ConnectError {
  return refused(target, `changed during the session: ${show(key)}`, 'Another machine may have taken over the address.')
}

function refused(target: Target, message: string, hint: string, forSsh?: string): ConnectError {
  return new ConnectError('host-key', `Host key verification failed: the host key of ${target.name} ${message}`, hint, {
    forSsh,
  })
}

const same = (known: KnownKey, key: Buffer) => known.key === key.toString('base64')
const at = ({ file, line }: KnownKey) => `${file}:${line}`
const show = (key: Buffer) => `${keyType(key)} ${fingerprint(key)}`
