import { Argument, Command } from 'commander'
import { type Out, print } from './out.ts'

/** `lbprov completion`. */
export function completionCommand(_program: Command, out: Out): Command {
  return new Command('completion')
    .description('print what a shell reads to complete commands, options, hosts, groups, tags, rules and files')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', examples)
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionScripts } = await import('./completion-scripts.ts')
      print(out, completionScripts[shell])
    })
}

const examples = `
Examples:
  source <(lbprov completion bash)                             in ~/.bashrc
  lbprov completion zsh >"\${fpath[1]}/_lbprov"
  lbprov completion fish >~/.config/fish/completions/lbprov.fish`

/** What the shells ask; mistakes in files that are typed about are no matter here. */
export function completeCommand(program: Command, out: Out): Command {
  return new Command('__complete')
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: readonly string[]) => {
      const { candidates } = await import('./complete.ts')
      const found = await candidates(program, words).catch(() => [])
      print(out, found.map(({ word, about }) => `${out.clean(word)}${about ? `\t${out.clean(about)}` : ''}\n`).join(''))
    })
}
