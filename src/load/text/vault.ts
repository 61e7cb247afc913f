import { createRequire } from 'node:module'

/** A password of ansible-vault. `id`: the label of --vault-id. */
export interface VaultPassword {
  readonly id: string
  readonly password: string
}

/** A vault that stays closed; the message says why. */
export class VaultError extends Error {}

export const vaultHint = 'Give its password: --vault-password-file FILE, --vault-id LABEL@FILE, or --ask-vault-pass.'

/** Loaded with the first vault. */
const crypto = () => createRequire(import.meta.url)('node:crypto') as typeof import('node:crypto')

const head = /^\s*\$ANSIBLE_VAULT;(\d+\.\d+);(\w+)(?:;([^\s;]*))?\s*$/

/** True for a file or a value that ansible-vault has encrypted. */
export function isVault(text: string): boolean {
  return text.trimStart().startsWith('$ANSIBLE_VAULT;')
}

/**
 * The text in a vault of ansible-vault, formats 1.1 and 1.2: PBKDF2 with SHA-256, AES-256 in counter mode, HMAC with SHA-256.
 * The password with the vault's label is tried first, then the others. Throws a VaultError.
 */
export function openVault(text: string, passwords: readonly VaultPassword[]): string {
  const [first = '', ...lines] = text.trim().split(/\r?\n/)
  const [, version = '', cipher, label] = head.exec(first) ?? []
  if (cipher !== 'AES256' || !['1.1', '1.2'].includes(version))
    throw new VaultError(`its format is ${first.trim().slice(0, 40)}, and lbprov knows 1.1 and 1.2 with AES256`)
  const [salt, mac, body] = partsOf(lines.map((line) => line.trim()).join(''))
  if (passwords.length === 0) throw new VaultError('no vault password is given')
  for (const { password } of passwords.toSorted((a, b) => Number(b.id === label) - Number(a.id === label))) {
    const opened = open(password, salt, mac, body)
    if (opened) return new TextDecoder('utf-8', { fatal: true }).decode(opened)
  }
  throw new VaultError(`none of the passwords that are given opens it${label ? `; its label is ${label}` : ''}`)
}

/** Hex of lines of hex: salt, HMAC, what is encrypted. */
function partsOf(hex: string): readonly [Buffer, Buffer, Buffer] {
  const parts = bytesOf(hex).toString('latin1').split('\n')
  if (parts.length !== 3) throw new VaultError('it is not whole')
  return parts.map(bytesOf) as [Buffer, Buffer, Buffer]
}

function bytesOf(hex: string): Buffer {
  const bytes = Buffer.from(hex, 'hex')
  if (bytes.length * 2 !== hex.length || hex === '') throw new VaultError('it is not whole')
  return bytes
}

function open(password: string, salt: Buffer, mac: Buffer, body: Buffer): Buffer | undefined {
  const { pbkdf2Sync, createHmac, timingSafeEqual, createDecipheriv } = crypto()
  const keys = pbkdf2Sync(password, salt, 10_000, 80, 'sha256')
  const own = createHmac('sha256', keys.subarray(32, 64)).update(body).digest()
  if (own.length !== mac.length || !timingSafeEqual(own, mac)) return undefined
  const decipher = createDecipheriv('aes-256-ctr', keys.subarray(0, 32), keys.subarray(64, 80))
  const padded = Buffer.concat([decipher.update(body), decipher.final()])
  return padded.subarray(0, padded.length - (padded.at(-1) ?? 0))
}
