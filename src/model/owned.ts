/** Where a host has what lbprov put there, root's alone. */
export const recordFile = '/var/lib/lbprov/owned'

/** Beside it: the claim of the run that changed the host last, root's alone. */
export const lastFile = '/var/lib/lbprov/last'

/** How a run found a thing when it first saw to it: not there, otherwise than it should be, or as it should be. */
export const origins = ['made', 'changed', 'found'] as const

/** One thing that the runs of a site see to on a host, as the host's record has it. */
export interface Owned {
  /** The site, which is a playbook with its inventory, and what the host is called there. */
  readonly site: string
  readonly host: string
  readonly kind: string
  readonly name: string
  readonly origin: (typeof origins)[number]
  /** What its removal must know beside the name, in the kind's own words. */
  readonly kept: string
}

/** The kind of a line that names the hosts of the site, parted by blanks, in `kept`: one that is in no play any more is looked at all the same. */
export const siteKind = 'site'

/** `kind[name]` */
export const ownedLabel = ({ kind, name }: Pick<Owned, 'kind' | 'name'>): string => `${kind}[${name}]`

/** Fields of a line are parted by tabs, so what would part fields or lines is written as %XX. */
const written = (text: string) =>
  text.replaceAll(/[%\t\n\r\0]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
const read = (text: string) =>
  text.replaceAll(/%([0-9a-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))

/** The line of the record. */
export function lineOf({ site, host, kind, name, origin, kept }: Owned): string {
  return [site, host, kind, name, origin, kept].map(written).join('\t')
}

/** Most lines of a record, and characters of one, that are read. */
const mostLines = 4096
const longestLine = 16_384

/** What a record says; lines that are none of ours are passed over. */
export function readRecord(text: string): readonly Owned[] {
  return text
    .split('\n', mostLines)
    .filter((line) => line.length <= longestLine)
    .flatMap((line) => {
      const [site, host, kind, name, said, kept, ...more] = line.split('\t').map(read)
      const origin = origins.find((one) => one === said)
      if (!site || !host || !kind || !name || !origin || kept === undefined || more.length > 0) return []
      return [{ site, host, kind, name, origin, kept }]
    })
}
