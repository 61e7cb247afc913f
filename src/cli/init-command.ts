import { Command, Option } from 'commander'
import { withEntryOptions } from './entry-options.ts'
import type { InitFlags } from './init.ts'
import type { Out } from './out.ts'
import { gather } from './values.ts'

/** `lbprov init`; what it does is loaded only when it is asked for. */
export function initCommand(_version: string, out: Out): Command {
  const command = new Command('init')
    .description('write the files of a new site: inventory, variables, playbook; six questions, or from what is there')
    .argument('[directory]', 'where they go; nothing is overwritten', '.')
    .addOption(
      new Option('--from <file...>', 'the keepalived.conf of each director, named as the hosts: lb1.conf lb2.conf'),
    )
    .addOption(
      new Option(
        '--from-hosts <inventory>',
        'ask the hosts of this inventory, groups directors and realservers',
      ).conflicts('from'),
    )
    .option('--directors <hosts>', 'the answer to the first question: lb1=192.168.1.220,lb2=192.168.1.221')
    .option('--real-servers <hosts>', 'to the second: web1=192.168.1.222,web2=192.168.1.223')
    .option('--address <address>', 'to the third, the virtual address')
    .option('--port <port>', 'to the fourth')
    .option('--interface <name>', 'to the fifth, the interface of the directors')
    .option('-e, --extra-vars <vars>', 'with --from-hosts: as with run (repeatable)', gather)
  return withEntryOptions(command)
    .addHelpText('after', examples)
    .action(async (directory: string, flags: InitFlags) => {
      const { init } = await import('./init.ts')
      process.exitCode = await init(directory, flags, out)
    })
}

/** `lbprov schema`. */
export function schemaCommand(_version: string, out: Out): Command {
  return new Command('schema')
    .description(
      'write the schemas by which editors complete and check playbook, variables and lbprov.yaml, own roles among them',
    )
    .argument('[directory]', 'of the site: they go to .lbprov/schemas in it', '.')
    .option('--roles-path <folder>', 'as with run (repeatable)', gather)
    .addHelpText('after', '\nExample:\n  lbprov schema      after a role in roles/ got another param')
    .action(async (directory: string, flags: { readonly rolesPath?: readonly string[] }) => {
      const { schema } = await import('./init.ts')
      process.exitCode = await schema(directory, flags, out)
    })
}

const examples = `
Examples:
  lbprov init cluster                           asks, and writes cluster/
  lbprov init cluster --from lb1.conf lb2.conf  from the keepalived.conf of two directors
  lbprov init cluster --from-hosts hosts        from what the hosts of an inventory have
  lbprov init --directors lb1=10.0.0.1 --real-servers web1=10.0.0.3 --address 10.0.0.9 --port 80 --interface eth0 -u root

Exit codes: 0 written, 3 an answer is not right or a file is in the way`
