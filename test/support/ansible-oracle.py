"""What Ansible makes of inventories: cases as JSON on stdin, answers as JSON on stdout, all in one process.

A case: {"inventory": [path, ...], "playbookDir": path or null, "patterns": [...], "templates": [variable, ...], "extraVars": ["name=value", ...]}.
"""

import json
import os
import sys
from itertools import chain

from ansible import context
from ansible.inventory.group import Group
from ansible.inventory.manager import InventoryManager
from ansible.module_utils.common.collections import ImmutableDict
from ansible.parsing.ajson import AnsibleJSONEncoder
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.splitter import parse_kv
from ansible.parsing.vault import VaultSecret
from ansible.template import Templar
from ansible.utils.display import Display
from ansible.vars.hostvars import HostVars
from ansible.vars.manager import VariableManager

MAGIC = {
    "ansible_check_mode", "ansible_config_file", "ansible_diff_mode", "ansible_facts", "ansible_forks", "ansible_inventory_sources",
    "ansible_playbook_python", "ansible_run_tags", "ansible_skip_tags", "ansible_verbosity", "ansible_version", "group_names",
    "inventory_dir", "inventory_file", "inventory_hostname", "inventory_hostname_short", "omit", "playbook_dir", "groups", "environment",
}


def walk(self, rel, include_self=False, preserve_ordering=False):
    """As Ansible's, but the groups of one level in their order: Ansible takes them out of a set, whose order is chance."""
    seen = {}
    unprocessed = dict.fromkeys(getattr(self, rel))
    if include_self:
        unprocessed[self] = None
    ordered = ([self] if include_self else []) + list(getattr(self, rel))
    while unprocessed:
        seen.update(unprocessed)
        new = {}
        for item in chain.from_iterable(getattr(group, rel) for group in unprocessed):
            new[item] = None
            if item not in seen:
                ordered.append(item)
        unprocessed = {item: None for item in new if item not in seen}
    return ordered if preserve_ordering else set(seen)


Group._walk_relationship = walk

warnings = []
Display.warning = lambda self, msg, formatted=False: warnings.append(str(msg))
Display.deprecated = lambda self, *args, **kwargs: None
Display.error = lambda self, msg, wrap_text=True: warnings.append(str(msg))


def trimmed(found):
    """A vault without the line feeds around it."""
    return {name: value.strip() if name == "__ansible_vault" else value for name, value in found.items()}


def plain(value):
    return json.loads(json.dumps(value, cls=AnsibleJSONEncoder, preprocess_unsafe=False, vault_to_text=False), object_hook=trimmed, parse_constant=str)


def answer(case):
    del warnings[:]
    Display._warns = {}
    loader = DataLoader()
    loader.set_basedir(case.get("playbookDir") or os.path.dirname(case["inventory"][0].split(",")[0]) or "/")
    # Without a secret it would not even read a file with a vault in it.
    loader.set_vault_secrets([("default", VaultSecret(b"none"))])
    inventory = InventoryManager(loader=loader, sources=case["inventory"])
    if any("nable to parse" in warning for warning in warnings):
        return {"error": "\n".join(warnings)}
    variables = VariableManager(loader=loader, inventory=inventory)
    for text in case.get("extraVars") or []:
        variables.extra_vars.update(parse_kv(text))
    hosts = inventory.get_hosts()
    found = {}
    for host in hosts:
        values = variables.get_vars(host=host, include_hostvars=False, include_delegate_to=False)
        given = {name: value for name, value in values.items() if name not in MAGIC}
        if case.get("templates"):
            variables._hostvars = HostVars(inventory=inventory, variable_manager=variables, loader=loader)
            full = variables.get_vars(host=host)
            full["playbook_dir"] = case.get("playbookDir")
            templar = Templar(loader=loader, variables=full)
            for name in case["templates"]:
                if name in given:
                    try:
                        given[name] = templar.template(given[name])
                    except Exception as error:
                        given[name] = {"refused": str(error)}
        found[host.name] = plain(given)
    patterns = {}
    for pattern in case.get("patterns", []):
        try:
            patterns[pattern] = [host.name for host in inventory.get_hosts(pattern)]
        except Exception as error:
            patterns[pattern] = []
        inventory.clear_caches()
    groups = {name: [host.name for host in inventory.groups[name].get_hosts()] for name in inventory.groups}
    return {"hosts": [host.name for host in hosts], "groups": groups, "vars": found, "patterns": patterns, "warnings": list(warnings)}


def main():
    context.CLIARGS = ImmutableDict(tags=[], listtags=False, subset=None, vault_password_file=None)
    answers = []
    for case in json.load(sys.stdin):
        try:
            answers.append(answer(case))
        except Exception as error:
            answers.append({"error": type(error).__name__ + ": " + str(error)})
    json.dump(answers, sys.stdout)


main()
