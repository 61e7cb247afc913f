import { bracketed, canonicalAddress } from '../../model/ip-address.ts'

/**
 * Sockets as /proc/net/tcp and tcp6 tell them, `E101A8C0:0050`: address as words of four bytes, each backwards, and the port. Told as
 * `192.168.1.225:80`, for every address as `0.0.0.0:80` and `[::]:80`.
 */
export function socketOf(text: string): string | null {
  const match = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/i.exec(text.trim())
  if (!match) return null
  const [hex = '', port = ''] = match.slice(1).map((part) => part.toLowerCase())
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed())
  const number = Number.parseInt(port, 16)
  return `${bracketed(addressOf(bytes))}:${number}`
}

function addressOf(bytes: readonly string[]): string {
  const last = bytes.slice(-4).map((byte) => Number.parseInt(byte, 16))
  const mapped = bytes.length === 16 && bytes.slice(0, 12).join('') === '00000000000000000000ffff'
  if (bytes.length === 4 || mapped) return last.join('.')
  const groups = Array.from({ length: 8 }, (_, i) => bytes[2 * i]! + bytes[2 * i + 1]!)
  return canonicalAddress(groups.join(':')) ?? groups.join(':')
}
