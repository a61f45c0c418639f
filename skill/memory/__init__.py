# SPDX-License-Identifier: Apache-2.0
"""Where households are kept. `store.py` is the interface, `opening.py` opens the store that an address names."""

from skill.memory.health import answers
from skill.memory.opening import open_store
from skill.memory.store import Clash, Kept, Store, StoreUnavailable

__all__ = ["Clash", "Kept", "Store", "StoreUnavailable", "answers", "open_store"]
