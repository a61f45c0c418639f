# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the ears: the model that they hear by, and what is made of what they heard."""

from __future__ import annotations

import pytest
from understood import understanding_of

from skill.language_model import LanguageModel, load_language_model
from skill.speaker.nlu import Understanding


@pytest.fixture(scope="package")
def model() -> LanguageModel:
    return load_language_model()


@pytest.fixture(scope="package")
def understanding() -> Understanding:
    return understanding_of()
