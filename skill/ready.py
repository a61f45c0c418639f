# SPDX-License-Identifier: Apache-2.0
"""Types made ready to be read into, by one thread alone: while a module is imported, before requests come.

msgspec 0.22 learns a type of ours when it is first read into. Where two threads do that at once, one of them meets what
the other has half learnt, and the process dies of it. Every server answers its first requests in several threads.
"""

from __future__ import annotations

import threading

import msgspec

learning = threading.Lock()
"""Held by whoever reads into a type that may not be ready: two modules may hold the same type."""


def make_ready(*types: type) -> None:
    """Let msgspec learn these types, and those that they hold."""
    with learning:
        for one in types:
            msgspec.json.Decoder(one)
