import type { Kind, Meta, Provider, Resource } from '../model/resource.ts'
import { type Script, sh } from '../shell/script.ts'
import { replaceFile } from './atomic-write.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { withLine } from './line.ts'
import { hostName } from './names.ts'

type Desired = { live: string; boot: string }

const checkCall = callOf('hostname', ['the name', hostName])

/** The host's own name, now and at boot. /etc/hosts is left as it is. */
export function hostname(name: string, meta: Meta = {}): Resource {
  checkCall(name, null, meta)
  return declare(hostnameKind, 'name', { live: name, boot: name }, null, meta)
}

const putLive = sh`put live "$(cat /proc/sys/kernel/hostname)"`
const setLive = (name: string) => sh`printf '%s\n' ${name} >/proc/sys/kernel/hostname`

function written(path: string, produce: Script): Script {
  return sh`
    ( ${replaceFile({ path, produce })}
    )
  `
}

const etcHostname: Provider<Desired, null> = {
  name: '/etc/hostname',
  suits: (facts) => facts.init === 'systemd' || facts.init === 'sysvinit',
  probe: () => sh`
    ${putLive}
    if [ -r /etc/hostname ]; then
      while read -r lb_line || [ -n "$lb_line" ]; do case $lb_line in '' | '#'*) ;; *) put boot "$lb_line" ;; esac; done </etc/hostname
    fi
  `,
  apply: ({ desired }) => sh`
    ${written('/etc/hostname', sh`printf '%s\n' ${desired!.boot}`)}
    ${setLive(desired!.live)}
  `,
}

/** EL6: the name is a line of a file with other settings of the network. */
const sysconfig: Provider<Desired, null> = {
  name: '/etc/sysconfig/network',
  suits: (facts) => facts.init === 'sysv',
  probe: () => sh`
    ${putLive}
    if [ -r /etc/sysconfig/network ]; then
      while IFS='=' read -r lb_key lb_value; do if [ "$lb_key" = HOSTNAME ]; then put boot "$lb_value"; fi; done </etc/sysconfig/network
    fi
  `,
  apply: ({ desired }) => sh`
    ${written('/etc/sysconfig/network', withLine('^HOSTNAME=', `HOSTNAME=${desired!.boot}`))}
    ${setLive(desired!.live)}
  `,
}

export const hostnameKind: Kind<Desired, null> = {
  name: 'hostname',
  bearsOnPackages: () => false,
  chosenBy: 'init',
  providers: [etcHostname, sysconfig],
}
