import type { Facts } from '../model/facts.ts'
import { type Script, sh } from '../shell/script.ts'
import { replaceFile } from './atomic-write.ts'
import { isAtBoot, putBoot, removeUnit, unitFile, writeUnit } from './own-unit.ts'

/** What lbprov has a host do at boot, whatever else configures it. */
export interface Errand {
  /** Without the words that a system puts behind it. */
  readonly name: string
  readonly description: string
  /** One after the other, with the paths of their programs. */
  readonly commands: readonly string[]
  /** What systemd is to wait for: lines of a unit. */
  readonly waits: readonly string[]
}

/** How a system has errands done at boot. `name` is that of an errand. */
export interface OwnBoot {
  readonly name: string
  readonly suits: (facts: Facts) => boolean
  readonly fileOf: (name: string) => string
  /** Succeeds where the errand is there, and done at boot. */
  readonly isThere: (name: string) => Script
  /** Prints boot: whether it is this one. */
  readonly put: (errand: Errand) => Script
  readonly write: (errand: Errand) => Script
  /** The errand, if it is there, is no more. */
  readonly remove: (name: string) => Script
  /** After its file was put back as it was. */
  readonly reread: Script
}

const head = '# Written by lbprov; edits are overwritten.'
const unitOf = (name: string) => `${name}.service`

/** A unit that is done once. */
export const byUnit: OwnBoot = {
  name: 'systemd oneshot unit',
  suits: (facts) => facts.init === 'systemd',
  fileOf: (name) => unitFile(unitOf(name)),
  isThere: (name) => isAtBoot(unitOf(name)),
  put: (errand) => putBoot(unitOf(errand.name), unit(errand)),
  write: (errand) => sh`
    ${writeUnit(unitOf(errand.name), unit(errand))}
    systemctl enable -- ${unitOf(errand.name)}
  `,
  remove: (name) => removeUnit(unitOf(name)),
  reread: sh`systemctl daemon-reload`,
}

function unit({ description, commands, waits }: Errand): string {
  return [
    head,
    '[Unit]',
    `Description=${description}`,
    ...waits,
    '\n[Service]\nType=oneshot\nRemainAfterExit=yes',
    ...commands.map((command) => `ExecStart=${command}`),
    '\n[Install]\nWantedBy=multi-user.target',
  ].join('\n')
}

const scriptFile = (name: string) => `/etc/init.d/${name}`

/** What a system keeps its init scripts by. */
interface InitScripts {
  readonly suits: OwnBoot['suits']
  /** The comment that says in which runlevels it is run, and when. */
  readonly head: (errand: Errand) => string
  readonly enrol: (name: string) => Script
  /** Before the script itself is gone. */
  readonly strike: (name: string) => Script
}

/** Debian's without systemd, in the runlevels that it boots into: those come after that of modules, kernel settings and networks (S). */
export const byUpdateRcd = byInitScript({
  suits: (facts) => facts.init === 'sysvinit',
  head: ({ name, description }) => `### BEGIN INIT INFO
# Provides:          ${name}
# Required-Start:
# Required-Stop:
# Should-Start:      $network
# Default-Start:     2 3 4 5
# Default-Stop:
# Short-Description: ${description}
### END INIT INFO`,
  enrol: (name) => sh`
    update-rc.d ${name} defaults >/dev/null
    update-rc.d ${name} enable
  `,
  strike: (name) => sh`update-rc.d -f ${name} remove >/dev/null`,
})

/** EL6: modules and kernel settings are there before any runlevel, networks come at 10, keepalived and services behind 20. */
export const byChkconfig = byInitScript({
  suits: (facts) => facts.init === 'sysv',
  head: ({ description }) => `# chkconfig: 2345 11 89
# description: ${description}`,
  enrol: (name) => sh`
    chkconfig --add ${name}
    chkconfig ${name} on
  `,
  strike: (name) => sh`if [ -e ${scriptFile(name)} ]; then chkconfig --del ${name}; fi`,
})

function byInitScript({ suits, head: when, enrol, strike }: InitScripts): OwnBoot {
  const text = (errand: Errand) => `#!/bin/sh
${when(errand)}
${head}
if [ "$1" = stop ]; then exit 0; fi
${errand.commands.join('\n')}`
  return {
    name: 'init script',
    suits,
    fileOf: scriptFile,
    isThere: (name) => sh`{ set -- /etc/rc2.d/S[0-9][0-9]${name}; [ -L "$1" ] && [ -x ${scriptFile(name)} ]; }`,
    put: (errand) => sh`
      lb_boot=true
      if [ "$(exec cat <${scriptFile(errand.name)})" != ${text(errand)} ]; then lb_boot=differently; fi
      put boot "$lb_boot"
    `,
    write: (errand) => sh`
      ( ${replaceFile({ path: scriptFile(errand.name), produce: sh`printf '%s\n' ${text(errand)}`, mode: '0755' })}
      )
      ${enrol(errand.name)}
    `,
    remove: (name) => sh`
      ${strike(name)}
      rm -f -- ${scriptFile(name)}
    `,
    reread: sh`:`,
  }
}
