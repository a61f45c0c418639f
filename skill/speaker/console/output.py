# SPDX-License-Identifier: Apache-2.0
"""Whom a conversation is shown to: what every reader, program and listener is told while it happens."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

from skill.speaker.echo.exchange import Exchange


class Front(Protocol):
    """One of those who follow a conversation."""

    def you(self, line: str) -> None:
        """A line was said; an empty one is silence."""

    def show(self, exchanges: Sequence[Exchange]) -> None:
        """What it led to."""

    def say(self, sentence: str) -> None:
        """Something about the conversation, not part of it."""

    def close(self) -> None:
        """The conversation is over."""


class JsonLines:
    """A program: each exchange is one JSON object a line on standard output, flushed at once, the whole wire in it."""

    def you(self, line: str) -> None:
        """The exchange itself holds what was heard."""

    def show(self, exchanges: Sequence[Exchange]) -> None:
        """Print them."""
        for exchange in exchanges:
            print(json.dumps(exchange.wire()), flush=True)

    def say(self, sentence: str) -> None:
        """Nothing: standard output holds JSON only."""

    def close(self) -> None:
        """Nothing is left to print."""
