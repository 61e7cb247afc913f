import { type Facts, majorRelease } from '../../model/facts.ts'
import type { Host } from '../../model/host.ts'
import { clusterOn, type Scene } from '../cluster/scene.ts'
import { type NamedScript, scriptsNamed } from '../cluster/scripts.ts'
import { defaultScriptUser } from '../keepalived/globals.ts'
import { atLeast } from '../language/version.ts'
import { onEachDirector, type Remark, type Rule } from './rule.ts'

const home = '/usr/libexec/keepalived'

/** Whether keepalived will run the programs that it is told to. */
export const scriptRules: readonly Rule[] = [
  {
    id: 'L50',
    severity: 'warning',
    title: 'scripts are where only root writes, and where SELinux lets them run',
    explanation:
      'keepalived 1.3.0 and newer run no script that somebody else could have written: the script is removed, and what hangs on it with it (issues 742, 842, 1372). Whether it is there, can be run and is root’s is tested on the host before the file is put in place: by keepalived from 2.0.4 on, by the keepalived roles before. SELinux of CentOS 7 and newer lets scripts outside of /usr/libexec/keepalived do no more than keepalived itself, so no ping and no systemctl (issues 1322, 1984, 101). `killall -0 haproxy` run by another user than root or haproxy’s always fails, and the director is down for good.',
    keepalivedTest: 'partly',
    check: onEachDirector((cluster) =>
      scriptsNamed(cluster)
        .filter(({ program }) => /^\/(tmp|var\/tmp|dev\/shm|home)\//.test(program))
        .map((script) =>
          remark(script, `${script.program} is where others write`, `put it at ${better(script.program)}`),
        ),
    ),
    checkVersion: (scene, version) =>
      atLeast(version, '1.3.0') ? onEachDirector((cluster) => namedAmiss(cluster, version))(scene) : [],
    checkHost: confined,
  },
]

/** What script security makes of vrrp_scripts: before 1.3.0 the shell runs them, as root. */
function namedAmiss({ words }: Scene['cluster'], version: string): readonly Remark[] {
  return Object.entries(words.vrrp_scripts ?? {}).flatMap(([name, { script, user }]) => [
    ...pathless(name, script, version),
    ...signalling(name, script, user ?? words.global_defs?.script_user ?? defaultScriptUser),
  ])
}

/** keepalived 1.3.5 takes a line with a / in it for a path, and does not look in PATH (check_script_secure in lib/notify.c). */
function pathless(name: string, script: string, version: string): readonly Remark[] {
  const [program = ''] = script.split(' ')
  if (atLeast(version, '2.0.0') || program.startsWith('/') || !script.includes('/')) return []
  return [
    onScript(
      name,
      `keepalived ${version} does not look for ${program} in PATH when an argument has a /`,
      `write its whole path: /usr/bin/${program}`,
    ),
  ]
}

/** Signal 0 asks whether a process is there; the kernel lets only root, and its own user, ask. */
function signalling(name: string, script: string, user: string): readonly Remark[] {
  if (user.split(' ')[0] === 'root' || !/^(\S*\/)?(killall5?|pkill|kill) (.* )?-(0|s 0)( |$)/.test(script)) return []
  return [
    onScript(
      name,
      `${user} may not send signal 0 to processes of others, so ${script.split(' ')[0]} fails`,
      `add user: root to ${name}`,
    ),
  ]
}

function onScript(name: string, message: string, hint: string): Remark {
  return { variable: 'vrrp_scripts', path: [name, 'script'], message, hint, severity: 'error' }
}

const better = (program: string) => `${home}/${program.split('/').at(-1)}`

function confined(scene: Scene, host: Host, facts: Facts): readonly Remark[] {
  const isConfining = facts.selinux === 'enforcing' && facts.family === 'rhel' && majorRelease(facts) >= 7
  if (!isConfining || !scene.directors.some((member) => member.host === host)) return []
  return scriptsNamed(clusterOn(scene, host.name))
    .filter(({ program }) => program.startsWith('/') && !program.startsWith(`${home}/`))
    .map((script) => ({
      ...remark(
        script,
        `SELinux of ${host.name} lets ${script.program} do no more than keepalived`,
        `put it at ${better(script.program)}, or ignore L50 where it is content with that`,
      ),
      host: host.name,
    }))
}

function remark({ variable, path }: NamedScript, message: string, hint: string): Remark {
  return { variable, path, message, hint }
}
