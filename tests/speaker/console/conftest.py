# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the terminal: a machine on which `talk` is run."""

from __future__ import annotations

import pytest

from .machine import Here


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)
