import { createSecretKey, type KeyObject } from 'node:crypto'
import type { Algorithms } from './algorithms.ts'
import type { FastLogin } from './fast-login.ts'
import type { Client, ParsedKey } from './ssh2.ts'

/** What of the SSH client's insides is used, as ssh2 1.17 has it. Here and nowhere else. */
interface Protocol {
  service: (name: string) => void
  authPK: (username: string, key: ParsedKey, algorithm?: string, sign?: Sign) => void
  _onHeader: (header: { readonly versions: { readonly software: string } }) => void
  _offer: Offer
  /** AES-GCM's, the client's first choice; those of others have no such key. */
  _cipher?: { _encKey?: Uint8Array | KeyObject }
  _decipher?: { _decipherKey?: Uint8Array | KeyObject }
}

interface Offer {
  readonly lists: { readonly kex: List; readonly cs: Way; readonly sc: Way }
}
type List = { readonly array: readonly string[] }
type Way = Readonly<Record<'cipher' | 'mac' | 'compress' | 'lang', List>>

type Sign = (data: Buffer, send: (signature: Buffer) => void) => void

/**
 * Has the client send, once keys are agreed, the request for the service, the signed login and what `behind` sends, in
 * one go. False: the client's insides are others than those known, and nothing was done.
 */
export function hasten(client: Client, { username, key }: FastLogin, behind: () => void): boolean {
  const protocol = insidesOf(client)
  if (!protocol) return false
  const { service, authPK } = protocol
  let sent = false
  protocol.service = (name) => {
    service.call(protocol, name)
    const sign: Sign = (data, send) => {
      const signature = key.sign(data)
      if (signature instanceof Error) return
      sent = true
      send(signature)
    }
    authPK.call(protocol, username, key, key.type, sign)
    if (sent) behind()
  }
  protocol.authPK = (...request) => {
    if (!sent) authPK.apply(protocol, request)
    sent = false
  }
  return true
}

/** Offers what `choose` gives for the version that the server says it is, in the place of what was going to be offered; false: the client's insides are others than those known. */
export function offerByVersion(client: Client, choose: (software: string) => Algorithms | undefined): boolean {
  const protocol = protocolOf(client)
  const { _onHeader: heard, _offer: offer } = protocol ?? {}
  if (typeof heard !== 'function' || offer?.lists?.kex?.array === undefined) return false
  protocol!._onHeader = (header) => {
    const chosen = choose(header.versions.software)
    if (chosen) protocol!._offer = instead(offer, chosen)
    heard.call(protocol, header)
  }
  return true
}

function instead(offer: Offer, { kex, serverHostKey, hmac }: Algorithms): Offer {
  const way = ({ cipher, compress, lang }: Way) => ({
    cipher: [...cipher.array],
    mac: hmac,
    compress: [...compress.array],
    lang: [...lang.array],
  })
  const { lists } = offer
  // What the client itself says of what it can do stands among the key exchanges.
  const own = lists.kex.array.filter((name) => /^(ext-info-c|kex-strict-c)/.test(name))
  const words = { kex: [...kex, ...own], serverHostKey, cs: way(lists.cs), sc: way(lists.sc) }
  return Reflect.construct(offer.constructor, [words])
}

/**
 * The keys that have been agreed on in the form in which Node takes them at once. The client makes a cipher for every packet, and for a key in
 * bytes Node throws and catches an error each time: a tenth of what a host costs.
 */
export function readyKeys(client: Client): void {
  const { _cipher: out, _decipher: back } = protocolOf(client) ?? {}
  if (out?._encKey instanceof Uint8Array) out._encKey = createSecretKey(out._encKey)
  if (back?._decipherKey instanceof Uint8Array) back._decipherKey = createSecretKey(back._decipherKey)
}

function insidesOf(client: Client): Protocol | undefined {
  const protocol = protocolOf(client)
  const known = protocol?.service?.length === 1 && protocol.authPK?.length === 4
  return known ? (protocol as Protocol) : undefined
}

const protocolOf = (client: Client) => (client as unknown as { readonly _protocol?: Partial<Protocol> })._protocol
