# SPDX-License-Identifier: Apache-2.0
"""The machine that the archive is for: AWS Lambda's, or another one where a test runs the archive."""

from __future__ import annotations

from msgspec import Struct

PYTHON = "3.13"
"""The Python of the Lambda function; deploy/template.yaml names it, too, as its runtime."""
MACHINE = "x86_64"
"""Its processor; the template names that, too."""


class Target(Struct, frozen=True, kw_only=True):
    """A Python on a kind of machine, with any Linux of the last ten years."""

    python: str = PYTHON
    machine: str = MACHINE

    @property
    def platform(self) -> str:
        """The tag of the wheels that fit (PEP 599): an AWS Lambda takes them, and whatever is newer."""
        return f"manylinux2014_{self.machine}"
