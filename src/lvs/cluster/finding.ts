import type { Problem } from '../../model/errors.ts'
import type { Host, Path } from '../../model/host.ts'
import type { Severity } from '../../model/lint.ts'
import type { SourcePosition } from '../../model/position.ts'

/** Something wrong in the cluster data: `path` is the place inside the variable, as in YAML. */
export interface Finding {
  /** The rule that found it: `L13`. */
  readonly rule: string
  readonly variable: string
  readonly path: Path
  /** Where that is something else than the variable's own place: the line of the playbook that asks for a role. */
  readonly where?: SourcePosition | undefined
  readonly message: string
  readonly hint: string
  /** What is missing: a name in a variable, a word in a block of keepalived. */
  readonly lacks?: { readonly of: string; readonly name: string } | undefined
  /** The host that it is about; left out where it is about the cluster. */
  readonly host?: string | undefined
  /** Where the case is milder, or worse, than the rule. */
  readonly severity?: Severity | undefined
  /** The first keepalived that minds; with an older one it is worth knowing. */
  readonly from?: string | undefined
}

/** The finding with the place in the user's file, as `host` sees the variable; the nearest place above where that one is unknown. */
export function located({ rule, variable, path, where, message, hint }: Finding, host: Host): Problem {
  return { where: where ?? nearestOrigin(host, variable, path), message, hint: sentence(hint), rule }
}

function nearestOrigin(host: Host, variable: string, path: Path): Problem['where'] {
  for (let length = path.length; length >= 0; length--) {
    const where = host.origin(variable, path.slice(0, length))
    if (where) return where
  }
  return undefined
}

/** A capital letter at the start, unless a word of the configuration stands there, and a full stop at the end. */
export function sentence(hint: string): string {
  return hint.replace(/^[a-z]+(?=[ ,])/, (word) => word[0]!.toUpperCase() + word.slice(1)).replace(/[^.!?…]$/, '$&.')
}
