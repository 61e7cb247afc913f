import { fileURLToPath } from 'node:url'
import { placeOutside, type SourcePosition } from '../model/position.ts'

/** The line of the role, or of whoever else called a constructor; that is a few calls away as a rule. */
export function caller(): SourcePosition {
  return callerWithin(5) ?? callerWithin(50) ?? placeOutside('unknown')
}

/** From the calls themselves: to have V8 write out a stack takes longer than all else that is done for a resource. */
function callerWithin(depth: number): SourcePosition | undefined {
  const { stackTraceLimit, prepareStackTrace } = Error
  Error.stackTraceLimit = depth
  Error.prepareStackTrace = (error, sites) => {
    const site = sites.find((one) => isRole(one.getFileName()))
    return site && placeOf(site, () => prepareStackTrace?.(error, [site]))
  }
  // Made when it is read.
  const found = new Error().stack as unknown as SourcePosition | undefined
  Error.stackTraceLimit = stackTraceLimit
  Error.prepareStackTrace = prepareStackTrace
  return found
}

const roles = new Map<string | null, boolean>()

function isRole(file: string | null): boolean {
  const known = roles.get(file) ?? isOutside(file && pathOf(file))
  roles.set(file, known)
  return known
}

const isOutside = (path: string | null) => path?.startsWith('/') === true && !path.startsWith(own)

/** Where lbprov's own code is, beside its roles: the folder `src` that has this file, or the bundle's part that it is in. */
const own = fileURLToPath(import.meta.url).replace(/^(.*\/src\/).*/, '$1')

export const pathOf = (file: string) => (file.startsWith('file://') ? fileURLToPath(file) : file)

/** By file and offset: a role declares the same for each of its hosts, and lines need be counted once. */
const places = new Map<string | null, Map<number, SourcePosition>>()

function placeOf(site: NodeJS.CallSite, written: () => string | undefined): SourcePosition {
  const [file, at] = [site.getFileName(), site.getPosition()]
  const inFile = places.get(file) ?? new Map<number, SourcePosition>()
  places.set(file, inFile)
  const place = inFile.get(at) ?? position(site, written())
  inFile.set(at, place)
  return place
}

const writtenPlace = /\(?((?:file:\/\/)?\/[^()]*?):(\d+):(\d+)\)?$/

/** `written`: the call as somebody writes it who knows where code comes from that was translated. */
function position(site: NodeJS.CallSite, written: string | undefined): SourcePosition {
  const [, file = site.getFileName()!, line = site.getLineNumber(), column = site.getColumnNumber()] =
    writtenPlace.exec(written ?? '') ?? []
  return { file: pathOf(file), line: Number(line), column: Number(column) }
}
