"""What `ansible-inventory` prints: cases as JSON on stdin, texts as JSON on stdout. To load Ansible takes most of its time, so that is done once.

A case: {"cwd": folder, "words": [word, ...]}.
"""

import json
import os
import sys
import tempfile

from ansible.cli.inventory import InventoryCLI


def printed(case, file):
    child = os.fork()
    if child == 0:
        os.chdir(case["cwd"])
        os.dup2(file.fileno(), 1)
        InventoryCLI.cli_executor(["ansible-inventory", *case["words"]])
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise SystemExit("ansible-inventory %s ended with %d" % (" ".join(case["words"]), status))
    file.seek(0)
    return file.read()


texts = []
for case in json.load(sys.stdin):
    with tempfile.TemporaryFile(mode="w+") as file:
        texts.append(printed(case, file))
json.dump(texts, sys.stdout)
