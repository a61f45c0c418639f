# SPDX-License-Identifier: Apache-2.0
"""The way in for AWS Lambda, and for everything else that speaks Alexa's JSON: the endpoint and the local speaker.

Puts settings, store and skill together. Nothing is opened before the first request.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import NamedTuple

from skill import logs
from skill.alexa import skill, warming
from skill.alexa.measuring import measured
from skill.errors import InputError
from skill.memory import Store, answers, open_store, prepare_store
from skill.settings import Settings

Handler = Callable[[object, object], dict[str, object]]

_made: Handler | None = None
_making = threading.Lock()


class Skill(NamedTuple):
    """The skill on a store of its own."""

    answer: Handler
    """Answers one Alexa request (decoded JSON) with one response."""
    store_answers: Callable[[], bool]
    """Whether the store can be read now."""


def make_skill(settings: Settings, store: Store | None = None) -> Skill:
    """A skill on this store, or on the one that the settings name. Raises InputError where they name none."""
    if settings.warning:
        logs.note(settings.warning)
    store = store or open_store(settings.store)
    return Skill(skill.build(settings, store), lambda: answers(store))


def make_handler(settings: Settings) -> Handler:
    """A handler of requests on these settings. Raises InputError where they name a store that cannot be."""
    return make_skill(settings).answer


def warm_up() -> None:
    """Import, read and plan all that a first request needs, before a snapshot of this process is taken.

    No store is asked, no connection is made, and nothing in it is secret or drawn by chance.
    """
    warming.warm_up()
    try:
        prepare_store(Settings.from_environment(os.environ).store)
    except InputError as error:
        logs.note(str(error))


def start_anew() -> None:
    """Forget what this process has opened: it was started from a snapshot, in which connections and credentials are
    those of another one. The next request reads the settings and opens the store."""
    global _made
    with _making:
        _made = None


def handler(event: object, context: object) -> dict[str, object]:
    """Answer one Alexa request (decoded JSON) with one response. Never raises."""
    global _made
    try:
        with _making:
            if _made is None:
                _made = measured(make_handler(Settings.from_environment(os.environ)))
    except InputError as error:
        logs.note(str(error))
        return skill.refusal(event)
    return _made(event, context)


if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
    # AWS Lambda has this package, and it is needed nowhere else. Hooks are registered while the handler is imported.
    from snapshot_restore_py import register_after_restore, register_before_snapshot

    register_before_snapshot(warm_up)
    register_after_restore(start_anew)
