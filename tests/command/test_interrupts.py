# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C: the first one lets a command tidy up, and none of them shows a traceback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from skill.command import interrupts


class Left(BaseException):
    """In the place of the end of the process."""


@pytest.fixture(autouse=True)
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that only seems to end, and whose signals are afterwards as they were."""

    def end(status: int) -> None:
        raise Left(status)

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press_ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_ends_a_command_at_once_with_the_status_that_shells_know() -> None:
    interrupts.leave_at_once()
    with pytest.raises(Left, match="130"):
        press_ctrl_c()


def test_a_command_that_was_started_without_ctrl_c_goes_on() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    interrupts.leave_at_once()
    press_ctrl_c()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_the_first_ctrl_c_lets_it_tidy_up_and_the_second_does_not_wait() -> None:
    interrupts.leave_at_once()
    with interrupts.tidied():
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()
        with pytest.raises(Left, match="130"):
            press_ctrl_c()


def test_once_it_is_tidied_up_ctrl_c_ends_it_at_once_again() -> None:
    interrupts.leave_at_once()
    with pytest.raises(ValueError, match="its own"), interrupts.tidied():
        raise ValueError("its own")
    with pytest.raises(Left):
        press_ctrl_c()


def test_who_answers_ctrl_c_otherwise_goes_on_doing_so() -> None:
    with interrupts.tidied():
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_ctrl_c_that_python_would_only_show_ends_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", shown.append)
    interrupts.leave_at_once()
    other = SimpleNamespace(exc_type=ValueError)
    sys.unraisablehook(other)  # type: ignore[arg-type]
    assert shown == [other]
    with pytest.raises(Left, match="130"):
        sys.unraisablehook(SimpleNamespace(exc_type=KeyboardInterrupt))  # type: ignore[arg-type]
    assert shown == [other]
