# SPDX-License-Identifier: Apache-2.0
"""The skill laid out as a Lambda function has it, for what is measured in fresh processes.

A folder with the skill and its snapshot of content, another with the packages of `requirements/lambda.txt` (and of
`dynamodb.txt`) alone, bytecode for all of it, and nothing else on the path: what else a machine has installed would be
imported by some of them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from skill.alexa import snapshot_command

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENT = re.compile(r"^([A-Za-z0-9_.-]+)==", re.MULTILINE)

COLD = """
import json, sys, time
event = json.loads(sys.stdin.read())
began = time.process_time()
module = __import__(sys.argv[1], fromlist=["handler"])
imported = time.process_time()
answer = module.handler(event, None)
answered = time.process_time()
assert answer["response"]["outputSpeech"], answer
print(json.dumps([imported - began, answered - imported, len(sys.modules)]))
"""
RESIDENT = """
import json, sys
events = [json.loads(line) for line in sys.stdin]
module = __import__(sys.argv[1], fromlist=["handler"])
for event in events:
    module.handler(event, None)
    event.clear()
with open("/proc/self/status") as status:
    print(json.dumps([int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS")]))
"""


class Packed:
    """The skill and the least one, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._skill, self._packages, self._bytecode = folder / "skill", folder / "packages", folder / "bytecode"
        shutil.copytree(ROOT / "skill", self._skill / "skill", ignore=shutil.ignore_patterns("__pycache__", "snapshot"))
        shutil.copy(ROOT / "lambda_handler.py", self._skill)
        (self._skill / "bench").mkdir()
        shutil.copy(ROOT / "bench" / "hello.py", self._skill / "bench")
        self._packages.mkdir()
        for entry in _entries("lambda.txt", "dynamodb.txt"):
            (self._packages / entry.name).symlink_to(entry)
        self._snapshots()

    def _snapshots(self) -> None:
        # Sealed with the copy's decks, which are those of this program.
        snapshot_command.write(str(self._skill / "skill" / "content" / "snapshot"))

    def run(self, program: str, module: str, given: str, settings: Mapping[str, str]) -> Any:
        """The output of a Python program, as JSON: run in a new process that sees the copy and its packages alone."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        environment = kept | {
            "PYTHONPATH": f"{self._skill}{os.pathsep}{self._packages}",
            "PYTHONPYCACHEPREFIX": str(self._bytecode),
            **settings,
        }
        command = [sys.executable, "-S", "-c", program, module]
        done = subprocess.run(
            command, input=given, env=environment, cwd=self._skill, capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)


def _entries(*locks: str) -> Iterator[Path]:
    """The files and folders in site-packages that belong to the packages of some locks."""
    seen = set()
    for lock in locks:
        for name in REQUIREMENT.findall((ROOT / "requirements" / lock).read_text("utf-8")):
            there = distribution(name)
            for file in there.files or ():
                top = Path(str(there.locate_file(file.parts[0])))
                if not file.parts[0].startswith((".", "__pycache__")) and top not in seen:
                    seen.add(top)
                    yield top
