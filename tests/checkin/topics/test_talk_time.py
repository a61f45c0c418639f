# SPDX-License-Identifier: Apache-2.0
"""Talk time on speakers of other kinds: one that asks by itself afterwards, and one that cannot be silent."""

from __future__ import annotations

from skill.checkin.model.speech import Pause, Say

from ..couple import Couple


def lines(couple: Couple) -> list[str]:
    """The lines of the last turn."""
    assert couple.turn
    return [part.line for part in couple.turn.parts if isinstance(part, Say)]


def first_talk(couple: Couple) -> Couple:
    couple.open_skill()
    couple.say("yes")
    return couple


def test_a_speaker_that_asks_afterwards_says_so_on_the_first_evening_and_then_no_more() -> None:
    couple = Couple()
    couple.audio = couple.asks_after = True
    assert "talk.begin_asking" in lines(first_talk(couple))
    said = []
    for _ in range(4):
        couple.later(hours=0.05)
        couple.say("next")
        said += lines(couple)
    assert not {"talk.begin_asking", "talk.begin_music", "talk.then"}.intersection(said)


def test_a_speaker_that_cannot_be_silent_promises_no_silence_and_closes() -> None:
    couple = Couple()
    couple.silence = False
    first_talk(couple)
    assert "talk.closed_first" in lines(couple)
    assert not {"talk.wait", "talk.time", "talk.cue"}.intersection(lines(couple))
    assert couple.turn
    assert not couple.turn.open
    assert all(part.seconds < 15 for part in couple.turn.parts if isinstance(part, Pause))
    couple.later(hours=0.02)
    couple.open_skill()
    assert couple.household.checkin
    assert couple.household.checkin.at == 1, "opened again, it goes on"


def test_it_closes_too_where_nothing_can_be_kept() -> None:
    couple = Couple()
    couple.silence, couple.remembers = False, False
    first_talk(couple)
    assert couple.turn
    assert not couple.turn.open


def test_a_cool_down_there_is_told_without_a_silence() -> None:
    couple = Couple()
    couple.silence = False
    couple.say("cool_down")
    couple.say("yes")
    couple.say("yes")
    assert "cool.turns_alone" in lines(couple)
    assert "cool.turns" not in lines(couple)
