# SPDX-License-Identifier: Apache-2.0
"""Small things to ask for at any time: an empathy phrase, a ritual, something new to do, appreciation, a theme."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec.structs import replace

from skill.checkin.model.household import KeptRitual
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.checkin.resuming import back, cue
from skill.checkin.topics import evening, rituals
from skill.checkin.turn_builder import Scene

# Phrases, experiences, appreciation


def empathy(scene: Scene) -> None:
    """Words for a feeling."""
    feeling = scene.slots.get("feeling")
    _empathy_for(scene, feeling, "empathy.lead" if feeling or not scene.unmatched else "empathy.close_to_it")


def experience(scene: Scene) -> None:
    """Something new to do together."""
    avoided = set(scene.household.avoided)
    fitting = [number for number, entry in scene.content.experiences.items() if not avoided.intersection(entry.topics)]
    _entry(scene, "experiences", fitting, "experience.lead", None)


def appreciate(scene: Scene) -> None:
    """A way to say thank you."""
    _entry(scene, "appreciation", scene.content.appreciation, "appreciate.lead", None)


def another_of_same(scene: Scene) -> None:
    """Another one of whatever was read last."""
    entry = scene.session.entry
    again: dict[str, Callable[[Scene], None]] = {"experiences": experience, "appreciation": appreciate}
    if entry is None or entry.deck == "empathy":
        _empathy_for(scene, scene.session.asked_for, "empathy.another")
    else:
        again.get(entry.deck, appreciate)(scene)


def enough(scene: Scene) -> None:
    """No more of these."""
    scene.say("no_problem")
    scene.ask(State.READY, "ask.more")


def _empathy_for(scene: Scene, feeling: str | None, lead: str) -> None:
    fitting = [
        number for number, phrase in scene.content.empathy.items() if feeling is None or phrase.feeling == feeling
    ]
    _entry(scene, "empathy", fitting or list(scene.content.empathy), lead, feeling)


def _entry(scene: Scene, deck: str, numbers: Collection[int], lead: str, asked_for: str | None) -> None:
    offered = scene.session.offered if scene.session.entry and scene.session.entry.deck == deck else ()
    number = scene.choose(deck, numbers, offered)
    if number is None:
        number = scene.choose(deck, numbers)
    if number is None:
        scene.say("nothing_left")
        back(scene)
        return
    scene.say(lead)
    scene.pause()
    scene.offer_entry(deck, number, asked_for, noted=deck != "empathy")
    scene.pause()
    _leave_with(scene, State.PHRASE)


def _leave_with(scene: Scene, state: State) -> None:
    """After something was read: back to what is under way, the end of a one-shot, or what the state asks."""
    if scene.in_flow:
        cue(scene, scene.came_in)
    elif scene.one_shot:
        scene.close("phrase.enjoy")
    else:
        scene.ask(state)


# Rituals


def ritual(scene: Scene) -> None:
    """A ritual for a moment of the day."""
    moment = scene.slots.get("moment")
    scene.carry(asked_for=moment, offered=())
    _suggest(scene, moment, "ritual.lead")


def another_ritual(scene: Scene) -> None:
    """Something else than the ritual that was offered."""
    _suggest(scene, scene.session.asked_for, "ritual.another")


def accept_ritual(scene: Scene) -> None:
    """They will try the ritual that was offered."""
    offered = scene.session.entry
    if offered is None or offered.deck != "rituals":
        cue(scene, State.READY)
        return
    _keep(scene, offered.number)


def choose_by_name(scene: Scene) -> None:
    """They named a ritual, or mean the one that was offered."""
    name = scene.slots.get("ritual")
    number = next((number for number, entry in scene.content.rituals.items() if entry.id == name), None)
    if number is None and scene.came_in is State.RITUAL and "ritual" not in scene.unmatched:
        accept_ritual(scene)
    elif number is None:
        scene.say("ritual.own")
        if scene.came_in is State.RITUAL:
            _after_ritual(scene)
        else:
            back(scene)
    else:
        _keep(scene, number)


def decline_ritual(scene: Scene) -> None:
    """No ritual this time."""
    scene.say("ritual.declined" if scene.checkin else "no_problem")
    _after_ritual(scene)


def _suggest(scene: Scene, moment: str | None, lead: str) -> None:
    offered = scene.session.offered if scene.session.entry and scene.session.entry.deck == "rituals" else ()
    number = rituals.choose(scene, moment, offered)
    scene.say(lead)
    scene.pause()
    rituals.suggest(scene, number, moment)
    if scene.in_flow and scene.came_in is not State.RITUAL:
        scene.pause()
        cue(scene, scene.came_in)
    else:
        scene.ask(State.RITUAL)


def _keep(scene: Scene, number: int) -> None:
    kept = scene.household.ritual
    if kept is None or kept.number != number:
        scene.remember(ritual=KeptRitual(number=number, chosen=scene.evening))
    elif kept.chosen != scene.evening:
        # Chosen once more: how often it happened still counts, and it is asked about again.
        scene.remember(ritual=replace(kept, chosen=scene.evening, asked=None))
    scene.carry(entry=Read("rituals", number))
    scene.show("card.ritual", Read("rituals", number))
    scene.say("ritual.kept", ritual=Read("rituals", number, "name"))
    if scene.came_in is State.RITUAL:
        _after_ritual(scene)
    else:
        back(scene)


def _after_ritual(scene: Scene) -> None:
    if scene.checkin and scene.came_in is State.RITUAL:
        evening.finish(scene)
    else:
        scene.good_night()


# Themes


def theme(scene: Scene) -> None:
    """Tell about a theme, and offer a question about it."""
    named = scene.slots.get("theme")
    prepared = scene.household.checkin
    wanted = named or (prepared.theme if prepared else scene.household.theme)
    entries = scene.content.themes
    number = next((number for number, entry in entries.items() if entry.id == wanted), next(iter(entries)))
    scene.carry(asked_for=entries[number].id)
    scene.parts.append(Read("themes", number))
    scene.pause()
    _leave_with(scene, State.THEME)
