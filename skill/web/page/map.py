# SPDX-License-Identifier: Apache-2.0
"""The conversation's map as the page draws it: topics, their states, and what leads from a state to others."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from skill.drawing.graph import arrows, between_topics, short, title, topics


class Way(Struct, frozen=True):
    """What leads from a state to another one."""

    source: str
    target: str
    intents: tuple[str, ...]


class TopicOnMap(Struct, frozen=True):
    """One topic of the conversation."""

    topic: str
    title: str
    states: tuple[str, ...]
    leads_to: tuple[str, ...]
    """Topics."""
    ways: tuple[Way, ...]
    """From each of its states."""


class Map(Struct, frozen=True):
    """The whole conversation."""

    topics: tuple[TopicOnMap, ...]


@cache
def conversation_map() -> Map:
    """The map, from the transition table."""
    follows = between_topics()
    return Map(
        tuple(
            TopicOnMap(
                topic,
                title(topic),
                tuple(state.value for state in states),
                tuple(follows[topic]),
                tuple(
                    Way(each.source.value, each.target.value, tuple(map(short, each.intents)))
                    for each in arrows(states)
                ),
            )
            for topic, states in topics().items()
        )
    )
