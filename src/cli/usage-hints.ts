/** Words of ansible-playbook and ansible that lbprov has under another name, or for a reason not at all. */
const others: Readonly<Record<string, string>> = {
  '--syntax-check': 'lbprov lint PLAYBOOK -i INVENTORY',
  '--list-tasks': '--list-steps',
  '--list-tags': '--list-steps, which shows the tags of each step',
  '--start-at-task': '-t TAG, or nothing: what is right already costs no time in a second run',
  '--step': 'a terminal, where lbprov run shows the whole plan and asks; --check --out keeps it',
  '--force-handlers': 'nothing: a service that has to be reloaded is, even after a run that was cut short',
  '--flush-cache': 'nothing: facts are gathered in each run',
  '--become-method': 'ansible_become_method in the inventory, of which sudo is known',
  '--become-user': 'ansible_become_user in the inventory',
  '--sudo': '--become',
  '--sudo-user': 'ansible_become_user in the inventory',
  '--ask-sudo-pass': '--ask-become-pass',
  '--ssh-common-args': 'ansible_ssh_common_args in the inventory',
  '--ssh-extra-args': 'ansible_ssh_extra_args in the inventory',
  '--connection': 'ansible_connection in the inventory',
  '--timeout': 'ansible_timeout in the inventory',
  '--key-file': '--private-key',
  '--inventory-file': '--inventory',
  '--module-name': 'lbprov exec PATTERN -i INVENTORY -- COMMAND',
  '--args': 'lbprov exec PATTERN -i INVENTORY -- COMMAND',
  '-m': 'lbprov exec PATTERN -i INVENTORY -- COMMAND',
  '-a': 'lbprov exec PATTERN -i INVENTORY -- COMMAND',
  '-c': 'ansible_connection in the inventory',
  '-T': 'ansible_timeout in the inventory',
}

/** How a playbook and an inventory need not be said again and again. */
export const settingsHint = 'a file lbprov.yaml with playbook: and inventory: says it for all commands here'

/** The error of commander about these words, with what to do where that is known. */
export function withHint(error: string, [command, ...words]: readonly string[]): string {
  if (/required option '-i, --inventory/.test(error)) return `${error}name it with -i FILE; ${settingsHint}\n`
  if (/required argument 'playbook'/.test(error)) return `${error}name it before the options; ${settingsHint}\n`
  if (/unknown option/.test(error) && (command === 'exec' || command === 'roll') && !words.includes('--'))
    return `${error}options of the command to be run stand behind --: lbprov ${command} … -- ls -l\n`
  return withAnsible(error)
}

/** For an option of Ansible's with what lbprov has in its place. */
function withAnsible(error: string): string {
  const [, option = ''] = /unknown option '(--?[A-Za-z-]+)/.exec(error) ?? []
  if (!Object.hasOwn(others, option)) return error
  return `${error.replace(/\(Did you mean .*\n?/, '')}${option} is Ansible's; here it is: ${others[option]}\n`
}
