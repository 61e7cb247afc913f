import type { SshAsked } from '../../model/host.ts'
import { argumentsIn } from '../../model/ssh-arguments.ts'
import type { SshOption } from '../../model/ssh-words.ts'
import { fullPath, type Reading } from '../text/files.ts'
import { sentences } from '../text/sentences.ts'
import { connectionVariables } from './connection-words.ts'
import type { KnownHost } from './known-host.ts'

/** What a host's variables say in words of ssh. */
export interface SshOptions extends Pick<SshAsked, 'options' | 'file'> {
  /** Keywords of `ansible_ssh_args`: Ansible gives these to ssh before its own, so that they win over variables. */
  readonly first: ReadonlySet<string>
}

/** Reads `ansible_ssh_args`, `ansible_ssh_common_args` and `ansible_ssh_extra_args`, in the order in which Ansible gives them to ssh. */
export function sshOptionsOf(host: KnownHost, reading: Reading): SshOptions {
  const [first, ...others] = connectionVariables.arguments.map((name) => argumentsOf(name, host, reading))
  const all = [first!, ...others]
  return {
    options: all.flatMap(({ options }) => options),
    file: all.findLast(({ file }) => file !== undefined)?.file,
    first: new Set(first!.options.map(({ keyword }) => keyword)),
  }
}

const nothing: Pick<SshAsked, 'options' | 'file'> = { options: [] }

function argumentsOf(name: string, host: KnownHost, reading: Reading): typeof nothing {
  const variable = host.variable(name)
  if (variable?.value == null) return nothing
  const refuse = (wrong: string, hint = '') => {
    reading.problems.add(variable.locate(), `${name}: ${wrong}`, sentences(hint, argumentsHint))
    return nothing
  }
  if (typeof variable.value !== 'string') return refuse('it must be text', 'Put it in quotes.')
  const read = argumentsIn(variable.value)
  if ('wrong' in read) return refuse(read.wrong, read.hint)
  if (read.words[0] !== undefined) return refuse(`${JSON.stringify(read.words[0])} is no option`)
  if (read.forward !== undefined) return refuse('-W is for a ProxyCommand')
  const path = (file: string) => (/^%|^none$|^SSH_AUTH_SOCK$/.test(file) ? file : fullPath(file, reading))
  return {
    options: read.options.map((option) => withPaths(option, path)),
    file: read.file === undefined ? undefined : path(read.file),
  }
}

const argumentsHint = 'Options are those of ssh(1) and ssh_config(5): -J gate, -i FILE, -o Keyword=value.'

const fileKeywords = ['identityfile', 'certificatefile', 'identityagent', 'pkcs11provider', 'revokedhostkeys']
const listKeywords = ['userknownhostsfile', 'globalknownhostsfile']

/** Relative files start where lbprov was called, as with ssh. */
function withPaths(option: SshOption, path: (file: string) => string): SshOption {
  const { keyword, value } = option
  if (fileKeywords.includes(keyword)) return { keyword, value: path(value) }
  if (!listKeywords.includes(keyword)) return option
  return { keyword, value: value.split(/\s+/).map(path).join(' ') }
}
