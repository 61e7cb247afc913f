import type { Facts } from '../../model/facts.ts'
import type { Host } from '../../model/host.ts'
import { clusterOn, type Scene } from '../cluster/scene.ts'
import { type NamedScript, scriptsNamed } from '../cluster/scripts.ts'
import { confinesKeepalived } from '../cluster/selinux.ts'
import { defaultScriptUser } from '../keepalived/globals.ts'
import { shell } from '../language/kinds.ts'
import { atLeast } from '../language/version.ts'
import { othersWrite } from './open-folders.ts'
import { onEachDirector, type Remark, type Rule } from './rule.ts'

const home = '/usr/libexec/keepalived'

/** Whether keepalived will run the programs that it is told to. */
export const scriptRules: readonly Rule[] = [
  {
    id: 'L50',
    severity: 'warning',
    title: 'scripts are where only root writes, and where SELinux lets them run',
    explanation:
      'keepalived 1.3.0 and newer run no script that somebody else could have written: the script is removed, and what hangs on it with it (issues 742, 842, 1372). Whether it is there, can be run and is root’s is tested on the host before the file is put in place: by keepalived from 2.0.4 on, by the keepalived roles before. SELinux of CentOS 7 and newer lets scripts outside of /usr/libexec/keepalived do no more than keepalived itself, so no ping and no systemctl (issues 1322, 1984, 101). From 2.0.0 on no shell reads the line: signs of the shell are arguments. Another user than root can not enter /root. `killall -0 haproxy` run by another user than root or haproxy’s always fails, and the director is down for good.',
    keepalivedTest: 'partly',
    check: onEachDirector((cluster) =>
      scriptsNamed(cluster)
        .filter(({ program }) => othersWrite(program))
        .map((script) =>
          remark(script, `${script.program} is where others write`, `put it at ${better(script.program)}`),
        ),
    ),
    checkVersion: (scene, version) =>
      atLeast(version, '1.3.0')
        ? onEachDirector((cluster) => linesAmiss(cluster, scene.members.length === 0, version))(scene)
        : [],
    checkHost: confined,
  },
]

/** What keepalived makes of a command line, and whom it has run it: before 1.3.0 the shell runs all, as root. */
function linesAmiss(cluster: Scene['cluster'], isFile: boolean, version: string): readonly Remark[] {
  const given = cluster.words.global_defs?.script_user ?? (isFile ? null : defaultScriptUser)
  return scriptsNamed(cluster).flatMap((script) => {
    const user = (script.user ?? given)?.split(' ')[0] ?? null
    return [
      ...pathless(script, version),
      ...(isFile || !atLeast(version, '2.0.0') ? [] : signed(script, version)),
      ...atHome(script, user),
      ...signalling(script, user),
    ]
  })
}

/** keepalived 1.3.5 takes a line with a / in it for a path, and does not look in PATH (check_script_secure in lib/notify.c). */
function pathless(script: NamedScript, version: string): readonly Remark[] {
  const { program, line } = script
  if (atLeast(version, '2.0.0') || program.startsWith('/') || !line.includes('/')) return []
  const message = `keepalived ${version} does not look for ${program} in PATH when an argument has a /`
  return [broken(script, message, `write its whole path: /usr/bin/${program}`)]
}

/** In a file they are seen where its values are. */
function signed(script: NamedScript, version: string): readonly Remark[] {
  const [sign] = shell.exec(script.line) ?? []
  if (sign === undefined) return []
  const message = `keepalived ${version} runs ${script.program} without a shell, so ${sign} is passed on as it is`
  return [broken(script, message, 'put the whole line into a script, and name that')]
}

function atHome(script: NamedScript, user: string | null): readonly Remark[] {
  if (user === null || user === 'root' || !script.program.startsWith('/root/')) return []
  const message = `${user} runs ${script.program}, and only root may enter /root`
  return [broken(script, message, `put it at ${better(script.program)}`)]
}

/** Signal 0 asks whether a process is there; the kernel lets only root, and its own user, ask. A file by itself does not tell whether the host has the default user; where it has not, root runs scripts. */
function signalling(script: NamedScript, user: string | null): readonly Remark[] {
  const { line, program, path } = script
  if (user === 'root' || !/^(\S*\/)?(killall5?|pkill|kill) (.* )?-(0|s 0)( |$)/.test(line)) return []
  const who = user ?? `where the host has the user ${defaultScriptUser}, it`
  const message = `${who} may not send signal 0 to processes of others, so ${program} fails`
  const found = broken(script, message, `add user: root to ${path.at(-2)}`)
  return [user === null ? { ...found, severity: 'warning' } : found]
}

function broken(script: NamedScript, message: string, hint: string): Remark {
  return { ...remark(script, message, hint), severity: 'error' }
}

const better = (program: string) => `${home}/${program.split('/').at(-1)}`

function confined(scene: Scene, host: Host, facts: Facts): readonly Remark[] {
  if (!confinesKeepalived(facts) || !scene.directors.some((member) => member.host === host)) return []
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
