# SPDX-License-Identifier: Apache-2.0
"""Commands of the local speaker as people run them: each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
COMMAND = (sys.executable, "-m", "skill")
ENDS_WITHIN_S = 120


def run(*arguments: str | bytes | Path, **how: Any) -> subprocess.CompletedProcess[Any]:
    """Run `python -m skill` with these arguments, until it ends; `how` as `subprocess.run` has it."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, capture_output=True, timeout=ENDS_WITHIN_S, check=False, **how
    )
