import type { Kind, Meta, Provider, Resource } from '../model/resource.ts'
import { boolean, needed, object, orNull, type Values } from '../model/type.ts'
import { type Script, sh } from '../shell/script.ts'
import { replaceFile } from './atomic-write.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { aptWords, pathOrUrl, repositoryName, url } from './names.ts'
import { aptLock, waitForLock } from './pkg/lock.ts'

const attributes = {
  /** yum and dnf: the base URL, with words like $basearch where wanted. apt: what comes before `dists`. */
  url: needed(url),
  /** apt: the suite, `./` for a flat repository (the default). */
  suite: aptWords,
  /** apt: the components, parted by spaces. */
  components: aptWords,
  /** The public key: a file on the host; yum and dnf take a URL, too. */
  key: pathOrUrl,
  /** False: signatures are not checked. */
  signed: boolean,
}

/** Where a repository is, and what signs it. */
export type RepoState = Values<typeof attributes>

const checkCall = callOf('repo', ['the name', repositoryName], orNull(object(attributes)))

type Desired = { url: string; enabled: boolean; signed: boolean; key?: string }
type Options = { suite: string; components: string }

/** A package repository, in a file of lbprov's own; null: no such file. */
export function repo(name: string, state: RepoState | null, meta: Meta = {}): Resource {
  checkCall(name, state, meta)
  const { url, suite = './', components = '', key, signed = true } = state ?? { url: '' }
  const desired = { url, enabled: true, signed, key: key?.replace(/^file:\/\//, '') } as Desired
  return declare(repoKind, name, state && desired, { suite, components }, meta)
}

const yumFile = (name: string) => `/etc/yum.repos.d/lbprov-${name}.repo`
const aptFile = (name: string) => `/etc/apt/sources.list.d/lbprov-${name}.sources`
const header = '# Written by lbprov; edits are overwritten.'

function yumLike(tool: 'dnf' | 'yum'): Provider<Desired, Options> {
  return {
    name: tool,
    suits: (facts) => facts.packageTool === tool,
    probe: ({ name }) => sh`
      [ -r ${yumFile(name)} ] || return 0
      while IFS='=' read -r lb_key lb_value; do
        case $lb_key in
          baseurl) put url "$lb_value" ;;
          gpgkey) put key "\${lb_value#file://}" ;;
          enabled) ${putTruth('enabled', '1')} ;;
          gpgcheck) ${putTruth('signed', '1')} ;;
        esac
      done <${yumFile(name)}
    `,
    apply({ name, desired }) {
      if (desired === null) return sh`rm -f -- ${yumFile(name)}`
      return sh`
        ${written(yumFile(name), yumText(name, desired))}
        ${tool} -q '--disablerepo=*' ${`--enablerepo=lbprov-${name}`} clean expire-cache || :
      `
    },
  }
}

function yumText(name: string, { url, signed, key }: Desired): string {
  const check = `gpgcheck=${signed ? 1 : 0}`
  const source = key === undefined ? [] : [`gpgkey=${key.startsWith('/') ? `file://${key}` : key}`]
  return [header, `[lbprov-${name}]`, `name=${name}`, `baseurl=${url}`, 'enabled=1', check, ...source].join('\n')
}

/** A suite or components other than ours show in the URL, as they do on a line of sources.list. */
const apt: Provider<Desired, Options> = {
  name: 'apt',
  suits: (facts) => facts.packageTool === 'apt',
  probe: ({ name, options: { suite, components } }) => sh`
    [ -r ${aptFile(name)} ] || return 0
    lb_url='' lb_suite='' lb_components=''
    put enabled true signed true
    while IFS=': ' read -r lb_key lb_value; do
      case $lb_key in
        URIs) lb_url=$lb_value ;;
        Suites) lb_suite=$lb_value ;;
        Components) lb_components=$lb_value ;;
        Signed-By) put key "$lb_value" ;;
        Enabled) ${putTruth('enabled', 'yes')} ;;
        Trusted) put signed false ;;
      esac
    done <${aptFile(name)}
    case $lb_suite/$lb_components in
      ${`${suite}/${components}`}) put url "$lb_url" ;;
      *) put url "$lb_url $lb_suite $lb_components" ;;
    esac
  `,
  apply({ name, desired, options }) {
    if (desired === null) return sh`rm -f -- ${aptFile(name)}`
    return sh`
      ${written(aptFile(name), aptText(desired, options))}
      ${waitForLock(aptLock)}
      apt-get -q update -o ${`Dir::Etc::sourcelist=${aptFile(name)}`} -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0
    `
  },
}

function aptText({ url, signed, key }: Desired, { suite, components }: Options): string {
  const parts = components === '' ? [] : [`Components: ${components}`]
  const trust = [...(key === undefined ? [] : [`Signed-By: ${key}`]), ...(signed ? [] : ['Trusted: yes'])]
  return [header, 'Types: deb', `URIs: ${url}`, `Suites: ${suite}`, ...parts, ...trust].join('\n')
}

const putTruth = (attribute: string, yes: string) =>
  sh`case $lb_value in ${yes}) put ${attribute} true ;; *) put ${attribute} false ;; esac`

const written = (path: string, text: string): Script => sh`
  ( ${replaceFile({ path, produce: sh`printf '%s\n' ${text}`, mode: '0644', owner: 'root', group: 'root' })}
  )
`

export const repoKind: Kind<Desired, Options> = {
  name: 'repo',
  chosenBy: 'packageTool',
  providers: [apt, yumLike('dnf'), yumLike('yum')],
  leftovers: { take: ({ name }) => repo(name, null) as Resource<Desired, Options> },
}
