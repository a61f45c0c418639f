# SPDX-License-Identifier: Apache-2.0
"""How the conversation goes on after an interlude: what each state asks again.

A state that needs more than its own `ask.<state>` line (the ritual's name, the sign that was asked about) says so here.
"""

from __future__ import annotations

from collections.abc import Callable

from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.checkin.turn_builder import Scene

_LOOSE = frozenset({State.NEW, State.READY, State.ENDED})
"""States in which nothing particular was asked."""


def back(scene: Scene) -> None:
    """Go back to what was asked before; without that ask for more, or end where they asked for one thing only."""
    if scene.one_shot:
        scene.close()
    elif scene.came_in in _LOOSE:
        scene.ask(State.READY, "ask.more")
    else:
        cue(scene, scene.came_in)


def cue(scene: Scene, state: State) -> None:
    """Ask once more what a state is waiting for."""
    _CUES.get(state, _plain)(scene, state)


def _plain(scene: Scene, state: State) -> None:
    scene.ask(state)


def _follow_up(scene: Scene, state: State) -> None:
    ritual = scene.household.ritual
    if ritual is None:
        scene.ask(State.READY)
    else:
        scene.ask(state, ritual=Read("rituals", ritual.number, "name"))


def _reflect(scene: Scene, state: State) -> None:
    signs = list(scene.content.signs)
    scene.pause()
    scene.parts.append(Read("signs", signs[min(len(scene.session.answers), len(signs) - 1)]))
    scene.wait_in(state)


def _ready(scene: Scene, state: State) -> None:
    scene.ask(State.READY)


_CUES: dict[State, Callable[[Scene, State], None]] = {
    State.FOLLOW_UP: _follow_up,
    State.REFLECT: _reflect,
    State.NEW: _ready,
    State.ENDED: _ready,
}
