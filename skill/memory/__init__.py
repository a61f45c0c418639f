# SPDX-License-Identifier: Apache-2.0
"""Where households are kept. From below: stores of bytes (`store.py` is their interface, `opening.py` their registry),
records in a store (`records.py`), and a memory that an evening can rely on (`buffered.py`)."""

from skill.memory.buffered import Memory
from skill.memory.health import answers
from skill.memory.opening import open_store, prepare_store
from skill.memory.store import Store

__all__ = ["Memory", "Store", "answers", "open_store", "prepare_store"]
