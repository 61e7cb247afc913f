import { lastFile, lineOf, type Owned, readRecord, recordFile } from '../model/owned.ts'
import type { State } from '../model/resource.ts'
import { replaceFile } from '../resources/atomic-write.ts'
import type { Part, Transcript } from '../shell/frames.ts'
import { joined, type Script, sh } from '../shell/script.ts'

const folder = recordFile.slice(0, recordFile.lastIndexOf('/'))

/** Bytes of the record that are read. */
const mostRead = 256 * 1024

/** Prints the record of a host, a dot after its end. One that another account could have written is none. */
export const readRecordPart: Part = {
  id: 'owned',
  mode: 'look',
  body: sh`if [ -O ${recordFile} ] && [ -O ${folder} ]; then put owned "$(head -c ${mostRead} <${recordFile}; echo .)"; fi`,
}

/** What it printed. Where the record was cut short its last line is none. */
export function recordIn({ sections }: Transcript): readonly Owned[] {
  const text = sections.get(readRecordPart.id)?.values.owned ?? ''
  return readRecord(text.slice(0, text.lastIndexOf('\n') + 1))
}

/** Lines that come into the record and go from it. */
export interface RecordEdit {
  readonly add: readonly Owned[]
  readonly drop: readonly Owned[]
}

/** Enters what is about to be made, before the first change. Who may not write there (no root) keeps no record. */
export function recordPart({ add, drop }: RecordEdit): Part[] {
  if (add.length + drop.length === 0) return []
  const body = edited(sh`${textOf(add)}`, sh`${textOf(drop)}`)
  return [
    {
      id: recordId,
      mode: 'act',
      body: sh`
    if [ ! -w ${folder.slice(0, folder.lastIndexOf('/'))} ]; then exit 0; fi
    ${body}
  `,
    },
  ]
}

/** Enters whose run changes the host. Who may not write there (no root) leaves no word of it, and none is no failure. */
export function signing(claim: string): Script {
  return sh`
    if [ -w ${folder.slice(0, folder.lastIndexOf('/'))} ]; then
      [ -d ${folder} ] || mkdir -m 0700 ${folder} 2>/dev/null || :
      { printf '%s\n' ${claim} >${lastFile}; } 2>/dev/null || :
    fi
  `
}

/** The id of the part that enters what is about to be made. */
export const recordId = 'record'

/** What is taken away, and how it is looked at. */
export interface Taken {
  readonly owned: Owned
  readonly probe: Script
  readonly desired: State | null
}

/** Takes what is gone out of the record: that of which the probe shows nothing but what is desired. */
export function forgetPart(taken: readonly Taken[]): Part[] {
  if (taken.length === 0) return []
  const each = taken.map(
    ({ owned, probe, desired }) => sh`
      lb_probe() { ${tellingOf(desired)}
      ${probe}
      }
      if lb_there=$(lb_probe) && [ -z "$lb_there" ]; then lb_gone=$lb_gone${textOf([owned])}; fi
    `,
  )
  const body = sh`
    lb_gone=''
    ${joined(each)}
    ${edited(sh`''`, sh`"$lb_gone"`)}
  `
  return [{ id: 'forget', mode: 'act', body }]
}

/** Has the probe say something where it sees what is not desired. */
function tellingOf(desired: State | null): Script {
  if (desired === null) return sh`put() { echo there; }; attr() { echo there; }`
  const pairs = Object.entries(desired).map(([name, value]) => sh`${`${name}=${value}`}) ;; ${name}=*) echo there ;;`)
  return sh`put() { while [ $# -gt 1 ]; do case $1=$2 in ${joined(pairs)} esac; shift 2; done; }; attr() { :; }`
}

/** Takes these lines out of the record. */
export function forgetLines(owned: readonly Owned[]): Script {
  return owned.length === 0 ? sh`:` : edited(sh`''`, sh`${textOf(owned)}`)
}

const textOf = (owned: readonly Owned[]) => owned.map((one) => `${lineOf(one)}\n`).join('')

/** Writes the record without the lines of `drop` and with those of `add`, once each; none left: no record. */
function edited(add: Script, drop: Script): Script {
  const produce = sh`
    if [ -e "$f" ]; then
      while IFS= read -r l || [ -n "$l" ]; do
        case ${'\n'}$lb_drop$lb_add in *${'\n'}"$l"${'\n'}*) ;; *) printf '%s\n' "$l" ;; esac
      done <"$f"
    fi
    printf %s "$lb_add"
  `
  return sh`
    lb_add=${add} lb_drop=${drop}
    mkdir -p -m 0700 ${folder}
    ( ${replaceFile({ path: recordFile, produce, mode: '0600', owner: 'root', group: 'root' })}
    )
    if [ ! -s ${recordFile} ]; then rm -f -- ${recordFile} ${lastFile}; rmdir ${folder} 2>/dev/null || :; fi
  `
}
