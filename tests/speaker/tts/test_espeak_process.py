# SPDX-License-Identifier: Apache-2.0
"""What the process of the voice makes of an engine that gives nothing, or something once only."""

from __future__ import annotations

import pytest

from skill.speaker.tts.pyttsx3_process import Speaker

TEXT = "Hello, you two."


class Scripted(Speaker):
    """A speaker whose engine gives what it is told to."""

    def __init__(self, *sounds: tuple[int, bytes]) -> None:
        self._sounds = list(sounds)

    def _render(self, text: str) -> tuple[int, bytes]:
        return self._sounds.pop(0) if len(self._sounds) > 1 else self._sounds[0]


@pytest.mark.parametrize("sound", [(0, b""), (22_050, b""), (22_050, bytes(100)), (22_050, bytes(22_050 * 2 * 60))])
def test_a_sound_that_cannot_be_the_text_is_refused(sound: tuple[int, bytes]) -> None:
    with pytest.raises(RuntimeError, match="right length"):
        Scripted(sound).speech(TEXT)


def test_a_sound_that_is_right_the_second_time_is_taken() -> None:
    right = 22_050, bytes(22_050 * 2)
    assert Scripted((0, b""), right).speech(TEXT) == right
