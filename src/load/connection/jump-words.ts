import { isAddress, isUserName } from '../../model/address.ts'

/** A jump host as options of ssh name it. */
export interface JumpName {
  readonly user?: string | undefined
  /** A host of the inventory, a name or an address. */
  readonly host: string
  readonly port?: number | undefined
}

/** What options of ssh say that lbprov does, too. */
export interface SshOptions {
  /** Outermost first. */
  readonly jumps: readonly JumpName[]
  /** They add algorithms with SHA-1. */
  readonly sha1: boolean
}

/**
 * The jump hosts that options of ssh name, `-J admin@gate:2222,inner`, `-o ProxyJump=gate`,
 * `-o ProxyCommand="ssh -W %h:%p -q admin@gate"`, and `-o HostKeyAlgorithms=+ssh-rsa`. Null: they say something else, too.
 */
export function optionsIn(options: string): SshOptions | null {
  const words = wordsIn(options)
  const jumps: JumpName[] = []
  let sha1 = false
  for (let i = 0; i < (words?.length ?? 0); i++) {
    const [, letter, glued] = /^-([Jo])(.*)$/.exec(words![i]!) ?? []
    const value = letter && (glued || words![++i])
    if (letter === 'o' && value && sha1Option.test(value)) {
      sha1 = true
      continue
    }
    const found = !value ? null : letter === 'J' ? listOf(value) : byOption(value)
    if (!found) return null
    jumps.push(...found)
  }
  return words && { jumps, sha1 }
}

const sha1Option =
  /^(?:KexAlgorithms|HostKeyAlgorithms|PubkeyAccepted(?:Algorithms|KeyTypes)|MACs)(?:\s*=\s*|\s+)\+(?:(?:ssh-rsa|ssh-dss|[\w-]+-sha1)(?:,(?!$)|$))+$/i

/** Words as a shell parts them; null: a quote is not closed. */
function wordsIn(text: string): readonly string[] | null {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g) ?? []
  if (words.some((word) => word === '"' || word === "'")) return null
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'))
}

function byOption(option: string): readonly JumpName[] | null {
  const [, keyword = '', value = ''] = /^(\w+)(?:\s*=\s*|\s+)(.*)$/s.exec(option) ?? []
  if (keyword.toLowerCase() === 'proxyjump') return listOf(value)
  return keyword.toLowerCase() === 'proxycommand' ? byCommand(value) : null
}

function listOf(value: string): readonly JumpName[] | null {
  const names = value.split(',').map(jumpName)
  return names.every((name) => name !== null) ? names : null
}

/** The command that was written before ssh had ProxyJump. */
function byCommand(command: string): readonly JumpName[] | null {
  const [, options = '', target = '', after = ''] =
    /^ssh((?: +(?:-q|-p *\d+|-W +%h:%p|-l *\S+))*) +([^-\s]\S*)((?: +(?:-q|-p *\d+|-W +%h:%p|-l *\S+))*)$/.exec(
      command,
    ) ?? []
  const all = options + after
  const name = jumpName(target)
  if (!name || !/-W +%h:%p/.test(all)) return null
  const [port, user] = [/-p *(\d+)/.exec(all)?.[1], /-l *(\S+)/.exec(all)?.[1]]
  const jump = checked({ ...name, user: user ?? name.user, port: port === undefined ? name.port : Number(port) })
  return jump && [jump]
}

function jumpName(text: string): JumpName | null {
  const [, user, six, plain, port] =
    /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([^\s[\]]+)\]|([^\s:@[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  return checked({ user, host: six ?? plain ?? '', port: port === undefined ? undefined : Number(port) })
}

function checked(name: JumpName): JumpName | null {
  const { user, host, port } = name
  const fits = isAddress(host) && (user === undefined || isUserName(user))
  return fits && (port === undefined || (port >= 1 && port <= 65535)) ? name : null
}
