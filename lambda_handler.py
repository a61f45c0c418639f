# SPDX-License-Identifier: Apache-2.0
"""The way in for AWS Lambda, and for everything else that speaks Alexa's JSON: the endpoint and the local speaker.

Puts settings, store and skill together. Nothing is opened before the first request.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

from skill import logs
from skill.alexa import skill
from skill.errors import InputError
from skill.memory import open_store
from skill.settings import Settings

Handler = Callable[[Any, Any], dict[str, Any]]

_made: Handler | None = None
_making = threading.Lock()


def make_handler(settings: Settings) -> Handler:
    """A handler of its own store. Raises InputError where the settings name a store that cannot be."""
    if settings.warning:
        logs.note(settings.warning)
    return skill.build(settings, open_store(settings.store))


def handler(event: Any, context: Any) -> dict[str, Any]:
    """Answer one Alexa request (decoded JSON) with one response. Never raises."""
    global _made
    try:
        with _making:
            if _made is None:
                _made = make_handler(Settings.from_environment(os.environ))
    except InputError as error:
        logs.note(str(error))
        return skill.refusal()
    return _made(event, context)
