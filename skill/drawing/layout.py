# SPDX-License-Identifier: Apache-2.0
"""Where everything stands in a picture: in rows, with what follows to the right, so that no two arrows cross."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from skill.checkin.model.session import State
from skill.drawing.graph import Arrow, arrows, between_topics, short, title, topics
from skill.drawing.picture import FONT_PX, LINE_PX, Box, Kind, Label, Path, Picture, text_width

MARGIN = 16.0
INSIDE = 12.0
"""Between a box's border and its text."""
ROW_GAP = 14.0
FAN = 18.0
"""From a state to where its arrows part."""
LABEL_CHARACTERS = 44
TOLD_CHARACTERS = 48


def whole() -> Picture:
    """Each topic with its states, and beside it the topics that may follow."""
    states, follows = topics(), between_topics()
    left = max(_width(_told(topic, states[topic])) for topic in states)
    boxes: list[Box] = []
    paths: list[Path] = []
    y, right = MARGIN, MARGIN + left
    for topic, others in follows.items():
        lines = _told(topic, states[topic])
        middle = y + _height(lines) / 2
        boxes.append(_box(MARGIN, middle, left, lines))
        x = MARGIN + left + 3 * FAN
        if others:
            paths.append(Path(((MARGIN + left, middle), (x, middle))))
        for other in others:
            boxes.append(_box(x, middle, _width((title(other),)), (title(other),), "other"))
            x += boxes[-1].width + FAN / 2
        right = max(right, x - FAN / 2)
        y += _height(lines) + ROW_GAP
    return Picture(
        title="The conversation, by topic",
        width=right + MARGIN,
        height=y - ROW_GAP + MARGIN,
        boxes=tuple(boxes),
        paths=tuple(paths),
    )


def of_topic(topic: str) -> Picture:
    """A topic's states, each with a row for every state that may follow and what leads there."""
    states = topics()[topic]
    found = arrows(states)
    left = max(_width((state.value,)) for state in states)
    right = max(_width((_name(each.target),)) for each in found)
    label_x = MARGIN + left + 2 * FAN
    target_x = label_x + text_width("m" * LABEL_CHARACTERS) + 2 * FAN
    boxes: list[Box] = []
    paths: list[Path] = []
    labels: list[Label] = []
    y = MARGIN
    for state in states:
        rows = [each for each in found if each.source is state]
        begin, middles = y, []
        for each in rows:
            words = textwrap.wrap(", ".join(map(short, each.intents)), LABEL_CHARACTERS)
            height = max(_height((each.target.value,)), len(words) * LINE_PX + ROW_GAP)
            middle = y + height / 2
            middles.append(middle)
            labels += _label(label_x, y, height, words)
            boxes.append(_target(each, states, target_x, middle, right))
            paths.append(Path(((label_x + _longest(words) + 8, middle), (target_x, middle))))
            paths.append(Path(((MARGIN + left + FAN, middle), (label_x - 6, middle)), head=False))
            y += height + ROW_GAP / 2
        centre = (middles[0] + middles[-1]) / 2
        boxes.append(_box(MARGIN, centre, left, (state.value,)))
        paths.append(Path(((MARGIN + left, centre), (MARGIN + left + FAN, centre)), head=False))
        paths.append(Path(((MARGIN + left + FAN, middles[0]), (MARGIN + left + FAN, middles[-1])), head=False))
        y = max(y, begin) + 2 * ROW_GAP
    return Picture(
        title=f"The conversation: {title(topic)}",
        width=target_x + right + MARGIN,
        height=y - 2 * ROW_GAP + MARGIN,
        boxes=tuple(boxes),
        paths=tuple(paths),
        labels=tuple(labels),
    )


def _told(topic: str, states: Sequence[State]) -> tuple[str, ...]:
    """A topic's name, and its states unless they are called the same."""
    names = ", ".join(state.value for state in states)
    return (title(topic), *(() if names == topic else textwrap.wrap(names, TOLD_CHARACTERS)))


def _target(each: Arrow, states: Sequence[State], x: float, middle: float, width: float) -> Box:
    kind: Kind = "end" if each.target is State.ENDED else "ours" if each.target in states else "other"
    return _box(x, middle, width, (_name(each.target),), kind)


def _box(x: float, middle: float, width: float, lines: tuple[str, ...], kind: Kind = "ours") -> Box:
    height = _height(lines)
    return Box(x=x, y=middle - height / 2, width=width, height=height, lines=lines, kind=kind)


def _label(x: float, y: float, height: float, words: Sequence[str]) -> list[Label]:
    top = y + (height - len(words) * LINE_PX) / 2
    return [Label(x, top + index * LINE_PX + FONT_PX, line) for index, line in enumerate(words)]


def _longest(lines: Sequence[str]) -> float:
    return max(map(text_width, lines))


def _name(state: State) -> str:
    return "(the end)" if state is State.ENDED else state.value


def _width(lines: Sequence[str]) -> float:
    return _longest(lines) + 2 * INSIDE


def _height(lines: Sequence[str]) -> float:
    return len(lines) * LINE_PX + INSIDE
