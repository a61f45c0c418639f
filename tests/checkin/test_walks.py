# SPDX-License-Identifier: Apache-2.0
"""Random conversations: all events, in any order, with sessions cut anywhere and evenings going by.

Whatever two people (or a television) say: nothing raises, the rules for the ear hold, they can always stop, and a
check-in can always be finished.
"""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.checkin import table
from skill.checkin.engine import SILENCE, BrokenTransition
from skill.checkin.intents import SAID, Intent
from skill.checkin.model.events import Event, IntentReceived, Launched, SessionEnded, SessionResumed, Unfamiliar
from skill.checkin.model.household import Household
from skill.checkin.model.plan import evening_on
from skill.checkin.model.session import Session, State
from skill.checkin.moves import Move, to

from .couple import CONTENT, Couple
from .ear import Variety, breaches

WALKS = 5 * settings().max_examples
"""2,000 in CI."""
LONGEST = 60
RECORD_MAX = 16_000
"""Bytes."""
ANSWERS = (Intent.YES, Intent.NO, Intent.NEXT, Intent.NOT_UNDERSTOOD, Intent.REPEAT)

slots = st.fixed_dictionaries(
    {},
    optional={
        "length": st.sampled_from(["short", "standard", "long", "endless"]),
        "theme": st.sampled_from([*sorted(entry.id for entry in CONTENT.themes.values()), "cooking"]),
        "feeling": st.sampled_from(["sad", "happy", "hungry"]),
        "moment": st.sampled_from(["morning", "weekend", "never"]),
        "ritual": st.sampled_from([ritual.id for ritual in CONTENT.rituals.values()] + ["no_such_ritual"]),
        "topic": st.sampled_from(["money", "past", "children", "sex", "weather"]),
        "duration": st.sampled_from(["300", "90", "0", "259200", "-90", "five", "9" * 60, "٣٣"]),
        "score": st.sampled_from(["1", "7", "10", "0", "11", "?", "seven"]),
        "second": st.sampled_from(["3", "10", "alex", "?"]),
        "first": st.sampled_from(["sam", "?", "x" * 500]),
        "risk": st.sampled_from(["danger", "self", "child", "fear", "other"]),
        "mood": st.sampled_from(["light", "funny", "deep", "romantic", "odd"]),
        "time": st.sampled_from(["20:00", "evening", "?"]),
    },
)
intents = st.sampled_from(sorted(SAID)) | st.sampled_from(ANSWERS)
heard = st.builds(
    IntentReceived, intent=intents, slots=slots, unmatched=st.just(frozenset()) | st.just(frozenset({"ritual"}))
)
others = st.sampled_from(
    [
        Launched(),
        Launched(task="TonightsQuestion"),
        SessionEnded(),
        SessionEnded(reason=SILENCE),
        SessionResumed(),
        Unfamiliar(),
    ]
)
passing = st.sampled_from(
    ["session cut", "a minute", "a day", "a month", "store away", "store back", "a speaker with music", "one without"]
)
happening = heard | heard | heard | others | passing
# Left to itself hypothesis prefers lists of half a dozen; the length is drawn first, so that long evenings come too.
happenings = st.integers(1, LONGEST).flatmap(lambda length: st.lists(happening, min_size=length, max_size=length))


def walk(events: list[Event | str]) -> Couple:
    """Lead a couple through all of it, checking each turn."""
    couple = Couple()
    variety = Variety(CONTENT)
    for event in events:
        if isinstance(event, str):
            if event in ("a day", "a month") or couple.session.used:
                variety = Variety(CONTENT)
            pass_by(couple, event)
            continue
        repeated = isinstance(event, IntentReceived) and event.intent is Intent.REPEAT
        carried = couple.session.used
        couple.tell(event)
        assert breaches(couple.turn, CONTENT) == []
        assert couple.turn.open == (couple.turn.session.state is not State.ENDED)
        # What the session alone knew of the wordings is gone with it.
        forgotten = carried and (not couple.open or not couple.session.used)
        if repeated or forgotten or not couple.remembers or not couple.household.wordings:
            variety = Variety(CONTENT)
        else:
            assert variety.breaches(couple.turn.parts) == []
        assert msgspec.convert(msgspec.to_builtins(couple.session), Session) == couple.session
        record = msgspec.json.encode(couple.household)
        assert len(record) < RECORD_MAX
        assert msgspec.json.decode(record, type=Household) == couple.household
    return couple


def pass_by(couple: Couple, what: str) -> None:
    couple.audio = {"a speaker with music": True, "one without": False}.get(what, couple.audio)
    couple.remembers = {"store away": False, "store back": True}.get(what, couple.remembers)
    if what in ("session cut", "a minute", "a day", "a month"):
        couple.later(days={"a day": 1, "a month": 31}.get(what, 0), hours=1 / 60 if what == "a minute" else 0)


@pytest.mark.long
@settings(max_examples=WALKS)
@given(happenings)
def test_any_conversation_obeys_the_rules_can_be_stopped_and_a_check_in_can_be_finished(events):
    couple = walk(events)
    at_end = (couple.household, couple.session, couple.open)
    couple.say("stop")
    assert not couple.open
    couple.household, couple.session, couple.open = at_end
    couple.say("stop")
    couple.audio, couple.playing = False, None
    couple.remembers = True
    couple.to_the_end("short")
    assert couple.household.finished[-1].day == evening_on(couple.moment)
    if couple.open:  # who is alone, as the session may know by itself, or low is asked whether that is enough
        said = couple.household.wordings.used
        assert couple.lines()[-1] == ("ask.quiet_more" if "empathy.kind" in said else "ask.another_alone")
        couple.say("no")
    assert not couple.open


@settings(max_examples=settings().max_examples)
@given(happenings)
def test_the_same_events_give_the_same_turns(events):
    assert walk(events).turn == walk(events).turn


def test_a_planted_broken_transition_is_found(monkeypatch):
    wrong = {**table.TABLE[State.OFFER], Intent.NO: Move(table.built_ins.stop, frozenset({State.READY}))}
    monkeypatch.setattr(table, "TABLE", {**table.TABLE, State.OFFER: wrong})
    with pytest.raises(BrokenTransition, match=r"no in offer ended in ended"):
        walk([Launched(), IntentReceived(intent=Intent.NO)])


def test_a_microphone_opened_in_a_cool_down_is_found(monkeypatch):
    wrong = {**table.TABLE[State.OFFER], Intent.NO: to(lambda turn: turn.wait_in(State.COOL_TALK), State.COOL_TALK)}
    monkeypatch.setattr(table, "TABLE", {**table.TABLE, State.OFFER: wrong})
    with pytest.raises(BrokenTransition, match=r"opened the microphone in cool_talk"):
        walk([Launched(), IntentReceived(intent=Intent.NO)])
