# SPDX-License-Identifier: Apache-2.0
"""The wake word, heard in a stream of frames by a small model that knows nothing else: an extra."""

from __future__ import annotations

from typing import Any, Protocol

from skill.errors import InputError

MISSING = "The wake word is not heard here; install it with: requirements/install speech, or press Enter to talk."


class WakeWord(Protocol):
    """Waits for the word "alexa"."""

    def heard(self, frame: bytes) -> bool:
        """Whether the word ends in the next 16-bit mono frames at 16,000 a second."""
        ...

    def reset(self) -> None:
        """Forget the stream: another one begins."""
        ...


class MicroWakeWordDetector:
    """The package pymicro-wakeword with its model for "alexa"."""

    def __init__(self) -> None:
        """InputError where the package is missing."""
        try:
            from pymicro_wakeword import MicroWakeWord, MicroWakeWordFeatures, Model
        except (ImportError, OSError):  # OSError: its library does not fit this system
            raise InputError(MISSING) from None
        self._features: Any = MicroWakeWordFeatures()
        self._detector: Any = MicroWakeWord.from_builtin(Model.ALEXA)

    def heard(self, frame: bytes) -> bool:
        """See `WakeWord.heard`."""
        windows = list(self._features.process_streaming(frame))
        # Each of them is asked, so that the detector misses none.
        return max(map(bool, map(self._detector.process_streaming, windows)), default=False)

    def reset(self) -> None:
        """See `WakeWord.reset`."""
        self._features.reset()
        self._detector.reset()
