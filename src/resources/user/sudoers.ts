import type { Meta, Resource } from '../../model/resource.ts'
import { orNull } from '../../model/type.ts'
import { sh } from '../../shell/script.ts'
import { callOf } from '../call.ts'
import { file } from '../file.ts'
import { sudoersName, text } from '../names.ts'

const checkCall = callOf('sudoers', ['the name', sudoersName], orNull(text))

/**
 * A file of rules in /etc/sudoers.d, tested by visudo before it is in place: one bad line there takes sudo away from
 * everybody. null: no such file. Include lines for the folder are there from EL6 and Debian 6 on.
 */
export function sudoers(name: string, rules: string | null, meta: Meta = {}): Resource {
  checkCall(name, rules, meta)
  const content = rules === null ? null : `# Written by lbprov; edits are overwritten.\n${rules.trimEnd()}\n`
  return file(
    `/etc/sudoers.d/${name}`,
    content === null ? null : { content, mode: '0440', owner: 'root', group: 'root' },
    { ...meta, validate: (temporary) => sh`visudo -c -f ${temporary}` },
  )
}
