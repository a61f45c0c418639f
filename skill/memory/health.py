# SPDX-License-Identifier: Apache-2.0
"""The question whether a store answers, for whoever watches over the skill."""

from __future__ import annotations

from skill import logs
from skill.deadline import Deadline
from skill.memory.store import Store, StoreUnavailable

SECONDS = 2.0
KEY = "health"
"""No household's key, as those are digests. Nothing is ever kept under it."""


def answers(store: Store) -> bool:
    """Whether the store can be read now. Nothing is written, so a full disk is not noticed."""
    try:
        store.get(KEY, Deadline(SECONDS))
    except StoreUnavailable as error:
        logs.note(f"The store does not answer. {error}")
        return False
    except Exception as error:  # noqa: BLE001 - whatever it is, it is no answer
        logs.failure("Asking whether the store answers", error)
        return False
    return True
