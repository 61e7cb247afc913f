import { Command, InvalidArgumentError } from 'commander'

export interface AdoptFlags {
  readonly director: ReadonlyMap<string, string>
  readonly realServer?: ReadonlyMap<string, string>
  readonly ipvsadm?: ReadonlyMap<string, string>
  readonly keepalivedVersion: string
  readonly output: string
}

/** `lbprov adopt`; what it does is loaded only when it is asked for. */
export function adoptCommand(): Command {
  return new Command('adopt')
    .description(
      'turn the keepalived.conf of existing directors into inventory, variables and playbook; contacts no host',
    )
    .requiredOption('--director <name=file>', 'a director and its keepalived.conf (once for each director)', named)
    .option(
      '--real-server <name=address>',
      'a name for a real server; others are called rs1, rs2, … (repeatable)',
      named,
    )
    .option('--ipvsadm <name=file>', 'what `ipvsadm -Sn` says on a director; it is compared (repeatable)', named)
    .option('--keepalived-version <version>', 'keepalived of the directors: 1.2.13 (EL6), 1.3.5 (EL7)', '2.2.8')
    .requiredOption(
      '-o, --output <directory>',
      'where hosts, group_vars/all.yml and site.yaml go; nothing is overwritten',
    )
    .addHelpText('after', examples)
    .action(async (flags: AdoptFlags) => {
      const { adopt } = await import('./adopt.ts')
      process.exitCode = await adopt(flags)
    })
}

const examples = `
Examples:
  ssh lb1 cat /etc/keepalived/keepalived.conf >lb1.conf; ssh lb2 cat /etc/keepalived/keepalived.conf >lb2.conf
  lbprov adopt --director lb1=lb1.conf --director lb2=lb2.conf --real-server web1=192.168.1.222 -o cluster
  cd cluster && lbprov run site.yaml -i hosts --check --diff

Exit codes: 0 written, 3 a file can not be read as keepalived.conf or is in the way: nothing was written`

function named(value: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const [, name, rest] = /^([A-Za-z0-9_.-]+)=(.+)$/.exec(value) ?? []
  if (name === undefined || rest === undefined) throw new InvalidArgumentError('expected name=value, as lb1=lb1.conf.')
  if (before.has(name)) throw new InvalidArgumentError(`${name} is given twice.`)
  return new Map([...before, [name, rest]])
}
