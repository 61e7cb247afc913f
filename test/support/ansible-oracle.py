"""What Ansible makes of inventories: a line on stdin is a question, a line on stdout the answer, both in JSON.

{"answers": [{"inventory": [path, ...], "playbookDir": path or null, "patterns": [...], "templates": [variable, ...], "extraVars": ["name=value", ...]}, ...]}
{"printed": [{"cwd": folder, "words": [word of ansible-inventory, ...]}, ...]}

To load Ansible takes most of the time, so that is done once; what is asked is found out in a child, which knows nothing of what was asked before.
"""

import gc

# None of what is loaded can go.
gc.disable()

import json
import os
import sys
import tempfile
import traceback
from itertools import chain

from ansible import context
from ansible.cli.inventory import InventoryCLI
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


warnings = []


def prepare():
    Group._walk_relationship = walk
    Display.warning = lambda self, msg, formatted=False: warnings.append(str(msg))
    Display.deprecated = lambda self, *args, **kwargs: None
    Display.error = lambda self, msg, wrap_text=True: warnings.append(str(msg))
    context.CLIARGS = ImmutableDict(tags=[], listtags=False, subset=None, vault_password_file=None)


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


def print_answers(cases):
    prepare()
    answers = []
    for case in cases:
        try:
            answers.append(answer(case))
        except Exception as error:
            answers.append({"error": type(error).__name__ + ": " + str(error)})
    json.dump(answers, sys.stdout)


def print_inventory(case):
    os.chdir(case["cwd"])
    InventoryCLI.cli_executor(["ansible-inventory", *case["words"]])


def printed(work, about):
    """What a child prints that does this. It ends without tidying up its memory, which would copy all of it."""
    with tempfile.TemporaryFile(mode="w+") as file:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.dup2(file.fileno(), 1)
                work(about)
                code = 0
            except SystemExit as end:
                code = end.code or 0
            except BaseException:
                traceback.print_exc()
            sys.stdout.flush()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        if status != 0:
            raise SystemExit("the child asked of %r ended with %d" % (about, status))
        file.seek(0)
        return file.read()


def main():
    gc.freeze()
    gc.enable()
    for line in sys.stdin:
        question = json.loads(line)
        if "printed" in question:
            print(json.dumps([printed(print_inventory, case) for case in question["printed"]]), flush=True)
        else:
            print(printed(print_answers, question["answers"]), flush=True)


main()
