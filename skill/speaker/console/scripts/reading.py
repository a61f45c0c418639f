# SPDX-License-Identifier: Apache-2.0
"""Files that people hand in: read whole, and refused where they cannot be read or are longer than any that is meant."""

from __future__ import annotations

import os
from pathlib import Path

from skill.errors import InputError

FILE_MAX_BYTES = 500_000
"""Far more than an evening holds."""


def read_bytes(path: Path, kind: str) -> bytes:
    """What is in a file. InputError, one sentence, where it cannot be read or is too long; `kind` names it there."""
    try:
        with path.open("rb") as file:
            raw = file.read(FILE_MAX_BYTES + 1)
            size = max(len(raw), os.fstat(file.fileno()).st_size)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); give the name of a {kind}.") from None
    if len(raw) > FILE_MAX_BYTES:
        raise InputError(f"{path} has {size} bytes; a {kind} has at most {FILE_MAX_BYTES}.")
    return raw
