# SPDX-License-Identifier: Apache-2.0
"""How an evening opens: the first visit, a return, the ritual they chose, the offer of a check-in."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from skill.checkin.model.household import KeptRitual, with_happened
from skill.checkin.model.session import State
from skill.checkin.model.speech import Person, Read, Say
from skill.checkin.model.turn import CompleteTask
from skill.checkin.planner import choose_theme
from skill.checkin.resuming import cue
from skill.checkin.topics import cool_down, evening, question
from skill.checkin.turn_builder import Scene

LONG_AWAY_DAYS = 21
ASK_AGAIN_DAYS = 6
"""A ritual that they keep is asked about once a week at most."""


def launch(scene: Scene) -> None:
    """They opened the skill: greet them for where they are."""
    household = scene.household
    scene.carry(entry=None, offered=(), asked_for=None, answers="", round=0, talk_left=0)
    if household.break_until:
        scene.remember(break_until=None)
        if scene.occasion.moment <= household.break_until:
            cool_down.come_back(scene)
            return
    if scene.checkin:
        evening.resume(scene)
        return
    left = household.checkin
    if left and left.evening != scene.evening:
        scene.remember(checkin=None)
    if not household.welcomed:
        scene.remember(welcomed=True)
        scene.say("welcome.first")
        scene.pause()
        offer(scene)
        return
    if left and left.begun and left.evening != scene.evening:
        scene.say("welcome.let_go")
    elif scene.last_visit and (scene.evening - scene.last_visit).days >= LONG_AWAY_DAYS:
        scene.say("welcome.long_away")
    elif scene.last_visit == scene.evening:
        scene.say("welcome.again")
    elif scene.occasion.person:
        scene.say("welcome.person", person=Person())
    else:
        scene.say("welcome.back")
    if _ask_about_ritual(scene):
        return
    if any(finished.day == scene.evening for finished in household.finished):
        scene.ask(State.READY)
        return
    offer(scene)


def task(scene: Scene) -> None:
    """A task started the skill: tonight's question, in one turn."""
    question.tonight(scene)
    scene.wishes = (*scene.wishes, CompleteTask())


def offer(scene: Scene) -> None:
    """Say what tonight is about, and ask whether to begin."""
    prepared = scene.household.checkin
    if prepared is None or prepared.begun or prepared.evening != scene.evening:
        prepared = evening.prepare(scene, "standard", None)
    _say_offer(scene, prepared.theme, prepared.length)


def offer_another_theme(scene: Scene) -> None:
    """Something else than the theme that was offered."""
    prepared = scene.household.checkin
    if prepared is None:
        offer(scene)
        return
    theme = choose_theme(scene.household, scene.content, scene.occasion.seed, (prepared.theme,))
    scene.say("another")
    evening.prepare(scene, prepared.length, theme, prepared.solo)
    _say_offer(scene, theme, prepared.length)


def not_tonight(scene: Scene) -> None:
    """No check-in tonight: one question is always small enough."""
    scene.remember(checkin=None)
    scene.say("offer.declined")
    scene.ask(State.JUST_QUESTION)


def no_question(scene: Scene) -> None:
    """Not even a question: that is fine."""
    scene.good_night()


def happened(scene: Scene) -> None:
    """The ritual they chose happened."""
    number = _ritual_named(scene)
    kept = scene.household.ritual
    if number is not None and (kept is None or kept.number != number):
        kept = KeptRitual(number=number, chosen=scene.evening)
    if kept is not None:
        scene.remember(ritual=replace(kept, times=kept.times + 1, asked=scene.evening))
        scene.remember(happened=with_happened(scene.household.happened, kept.number))
    scene.remember(rituals_kept=scene.household.rituals_kept + 1)
    scene.say("ritual.happened")
    _onward(scene)


def did_not_happen(scene: Scene) -> None:
    """It did not happen, which is nobody's fault."""
    kept = scene.household.ritual
    if kept is not None:
        scene.remember(ritual=replace(kept, asked=scene.evening))
    scene.say("ritual.missed")
    _onward(scene)


def passed_over(scene: Scene) -> None:
    """They would rather not say whether it happened."""
    kept = scene.household.ritual
    if kept is not None:
        scene.remember(ritual=replace(kept, asked=scene.evening))
    scene.say("no_problem")
    _onward(scene)


def _onward(scene: Scene) -> None:
    if scene.came_in is State.FOLLOW_UP:
        if any(finished.day == scene.evening for finished in scene.household.finished):
            scene.ask(State.READY)
        else:
            offer(scene)
    elif scene.in_flow:
        cue(scene, scene.came_in)
    elif scene.one_shot:
        scene.close()
    else:
        scene.ask(State.READY, "ask.more")


def _ritual_named(scene: Scene) -> int | None:
    name = scene.slots.get("ritual")
    return next((number for number, ritual in scene.content.rituals.items() if ritual.id == name), None)


def _say_offer(scene: Scene, theme: str, length: str) -> None:
    entry = next(entry for entry in scene.content.themes.values() if entry.id == theme)
    scene.say(f"offer.{length}", theme=Read("themes", entry.number, "name"))
    scene.ask(State.OFFER)


def _ask_about_ritual(scene: Scene) -> bool:
    kept = scene.household.ritual
    if kept is None or kept.number not in scene.content.rituals or kept.chosen >= scene.evening:
        return False
    if kept.asked is None:
        scene.say("follow_up.lead", when=_when(scene, kept.chosen), ritual=Read("rituals", kept.number, "name"))
        scene.ask(State.FOLLOW_UP, "follow_up.ask")
        return True
    if kept.times and (scene.evening - kept.asked).days >= ASK_AGAIN_DAYS:
        scene.ask(State.FOLLOW_UP, ritual=Read("rituals", kept.number, "name"))
        return True
    return False


def _when(scene: Scene, day: date) -> Say:
    """When a day was, as it is said: yesterday, on Thursday, last time."""
    ago = (scene.evening - day).days
    if ago == 1:
        return Say("when", 7)
    return Say("when", day.weekday()) if ago < 7 else Say("when", 8)
