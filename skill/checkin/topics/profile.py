# SPDX-License-Identifier: Apache-2.0
"""What the two of them keep with us, and what they may ask about it: names, topics, saved entries, how they are doing,
privacy, forgetting."""

from __future__ import annotations

from datetime import timedelta

from skill.checkin.model.household import SAVED_MAX, Finished, Household
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.model.turn import EraseAll
from skill.checkin.resuming import back
from skill.checkin.topics import evening
from skill.checkin.turn_builder import Scene

SAVED_AT_ONCE = 3
NAME_LENGTH_MAX = 40
TREND_WEEKS = 4
"""The closeness of the last four weeks is compared with the four before."""
TREND_STEP = 0.5


# Names and topics


def set_names(scene: Scene) -> None:
    """Their first names, so that each can be told when it is their turn."""
    first, second = _name(scene.slots.get("first")), _name(scene.slots.get("second"))
    if not first or not second:
        scene.say("names.both")
    else:
        scene.remember(names=(first, second))
        scene.say("names.kept", first=first, second=second)
    back(scene)


def avoid_topic(scene: Scene) -> None:
    """Leave a topic out from now on."""
    topic = scene.slots.get("topic")
    if topic is None:
        scene.say("topic.which")
        back(scene)
        return
    scene.remember(avoided=tuple(sorted({*scene.household.avoided, topic})))
    scene.say("topic.avoided")
    checkin = scene.checkin
    if checkin and scene.came_in is State.TALK:
        step = checkin.steps[checkin.at]
        if step.kind in ("question", "swap") and topic in scene.content.questions[step.number].topics:
            evening.another_question(scene)
            return
    back(scene)


def allow_topic(scene: Scene) -> None:
    """A topic may come again."""
    topic = scene.slots.get("topic")
    if topic is None:
        scene.say("topic.which")
    else:
        scene.remember(avoided=tuple(other for other in scene.household.avoided if other != topic))
        scene.say("topic.allowed")
    back(scene)


# Saved entries


def save(scene: Scene) -> None:
    """Keep the entry that was read last."""
    entry = _entry_in_mind(scene)
    saved = scene.household.saved
    if entry is None:
        scene.say("save.nothing")
    elif entry in saved:
        scene.say("save.already")
    elif len(saved) >= SAVED_MAX:
        scene.say("save.full")
    else:
        scene.remember(saved=(*saved, entry))
        scene.carry(entry=entry)
        scene.say("save.kept")
    back(scene)


def unsave(scene: Scene) -> None:
    """Drop the entry that was read last, or else the one saved last."""
    saved = scene.household.saved
    entry = scene.session.entry if scene.session.entry in saved else None
    if entry is None and saved:
        entry = saved[-1]
    if entry is None:
        scene.say("save.none")
    else:
        scene.remember(saved=tuple(other for other in saved if other != entry))
        scene.say("save.dropped")
    back(scene)


def read_saved(scene: Scene) -> None:
    """Read what they saved: first ask whether it is just the two of them."""
    _only_the_two(scene, "saved")


def more_saved(scene: Scene) -> None:
    """The next few saved entries."""
    _read_saved_from(scene, len(scene.session.offered))


def enough_saved(scene: Scene) -> None:
    """No more of them."""
    scene.say("no_problem")
    scene.ask(State.READY, "ask.more")


# How are we doing


def how_are_we_doing(scene: Scene) -> None:
    """Tell them how they are doing: first ask whether it is just the two of them."""
    _only_the_two(scene, "how")


def just_us(scene: Scene) -> None:
    """It is just the two of them: tell what they asked for."""
    if scene.session.asked_for == "saved":
        scene.carry(offered=(), entry=None)
        _read_saved_from(scene, 0)
    else:
        _tell_how(scene)


def not_just_us(scene: Scene) -> None:
    """Somebody else is there: another time."""
    scene.say("just_us.later")
    scene.ask(State.READY, "ask.more")


def closeness_trend(household: Household, scene: Scene) -> str:
    """Which line tells how close they have felt: closer, steady, harder, or none where there is too little to tell."""
    border = scene.evening - timedelta(weeks=TREND_WEEKS)
    begin = border - timedelta(weeks=TREND_WEEKS)
    late = _mean([finished for finished in household.finished if finished.day > border])
    early = _mean([finished for finished in household.finished if begin < finished.day <= border])
    if late is None or early is None:
        return "how.no_trend"
    if late >= early + TREND_STEP:
        return "how.closer"
    return "how.harder" if late <= early - TREND_STEP else "how.steady"


def _tell_how(scene: Scene) -> None:
    """Two sentences: what they did, and how close they felt."""
    household = scene.household
    evenings = len(household.finished) + sum(month.check_ins for month in household.months)
    kept = household.rituals_kept
    if not evenings and not kept and household.visits <= 1:
        scene.say("how.nothing_yet")
    else:
        if evenings and kept:
            scene.say("how.both", times=_times(scene, evenings), kept=_times(scene, kept))
        elif evenings:
            scene.say("how.evenings", times=_times(scene, evenings))
        elif kept:
            scene.say("how.rituals", kept=_times(scene, kept))
        else:
            scene.say("how.visits", count=scene.count(household.visits))
        scene.say(closeness_trend(household, scene))
    scene.ask(State.READY, "ask.more")


def _times(scene: Scene, number: int) -> Say:
    """How often, as it is said: once, twice, three times."""
    if number < len(scene.content.lines["times"].texts):
        return Say("times", number)
    return Say("times.many", 0, {"count": str(number)})


def _mean(check_ins: list[Finished]) -> float | None:
    ratings = [rating for finished in check_ins for rating in (finished.first, finished.second) if rating is not None]
    return sum(ratings) / len(ratings) if len(ratings) >= 2 else None


# Privacy


def privacy(scene: Scene) -> None:
    """What is kept about them, and what is not."""
    scene.say("privacy.what")
    back(scene)


def ask_to_forget(scene: Scene) -> None:
    """Make sure before anything is erased."""
    scene.ask(State.FORGET)


def forget(scene: Scene) -> None:
    """Erase everything."""
    scene.wishes = (*scene.wishes, EraseAll())
    scene.household = Household()
    scene.close("forget.done")
    scene.household = Household()


def do_not_forget(scene: Scene) -> None:
    """Keep everything as it is."""
    scene.say("forget.kept")
    scene.ask(State.READY, "ask.more")


# Shared


def _only_the_two(scene: Scene, wanted: str) -> None:
    scene.carry(asked_for=wanted)
    scene.ask(State.JUST_US)


def _read_saved_from(scene: Scene, start: int) -> None:
    saved = [entry for entry in scene.household.saved if _known(scene, entry)]
    if not saved:
        scene.say("save.none")
        scene.ask(State.READY, "ask.more")
        return
    chosen = saved[start : start + SAVED_AT_ONCE]
    if start == 0:
        scene.say("save.lead")
    for entry in chosen:
        scene.pause()
        scene.parts.append(entry)
    scene.carry(offered=tuple(range(1, start + len(chosen) + 1)), entry=chosen[-1])
    scene.pause()
    if start + len(chosen) < len(saved):
        scene.ask(State.SAVED)
    else:
        scene.say("save.all")
        scene.ask(State.READY, "ask.more")


def _entry_in_mind(scene: Scene) -> Read | None:
    if scene.session.entry:
        return scene.session.entry
    tonight = scene.household.tonight
    if scene.one_shot and tonight and tonight.evening == scene.evening:
        return Read("questions", tonight.question)
    return None


def _known(scene: Scene, entry: Read) -> bool:
    deck = getattr(scene.content, entry.deck, None)
    return isinstance(deck, dict) and hasattr(deck.get(entry.number), entry.field)


def _name(text: str | None) -> str | None:
    """A first name, cleaned of anything that is not part of one."""
    kept = "".join(letter for letter in text or "" if letter.isalpha() or letter in "'- ").strip()[:NAME_LENGTH_MAX]
    return kept[:1].upper() + kept[1:] or None
