# SPDX-License-Identifier: Apache-2.0
"""Commands of the local speaker as people run them: each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from commands import ROOT, warm_host

COMMAND = (sys.executable, "-m", "skill")
ENDS_WITHIN_S = 120


def run(
    *arguments: str | bytes | Path, input: bytes = b"", env: Mapping[str, str] | None = None, afresh: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m skill` with these arguments, until it ends.

    It is a fork of a program that has everything imported; `afresh`, Python itself starts, which finds other packages.
    """
    if afresh or not hasattr(os, "fork"):
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=ROOT,
            input=input,
            capture_output=True,
            timeout=ENDS_WITHIN_S,
            check=False,
            env=env,
        )
    words = [os.fsdecode(each) for each in arguments]
    with TemporaryDirectory() as folder:
        typed, output, errors = (Path(folder) / name for name in ("typed", "output", "errors"))
        typed.write_bytes(input)
        streams = [str(each) for each in (typed, output, errors)]
        status = warm_host().run(words, streams, os.environ if env is None else env)
        return subprocess.CompletedProcess([*COMMAND, *words], status, output.read_bytes(), errors.read_bytes())
