/** What Ansible says of a host under a name of its own beats what groups say, and of its name and groups what the inventory's file says of the host; host_vars and -e beat it. */
const ofName = ['inventory_hostname', 'inventory_hostname_short', 'group_names']
export const beatenGroups: readonly string[] = [...ofName, 'inventory_dir', 'inventory_file']
export const beatenHosts: readonly string[] = ofName

/** What no variable beats. */
export const neverBeaten: readonly string[] = ['groups', 'playbook_dir']

/** Names of Ansible's own that ansible-inventory never shows, whoever sets them. */
export const notShown: ReadonlySet<string> = new Set([
  ...beatenGroups,
  ...'groups omit playbook_dir ansible_diff_mode ansible_config_file ansible_facts ansible_forks ansible_inventory_sources ansible_limit'.split(
    ' ',
  ),
  ...'ansible_playbook_python ansible_run_tags ansible_skip_tags ansible_verbosity ansible_version'.split(' '),
])
