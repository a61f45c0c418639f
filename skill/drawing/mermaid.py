# SPDX-License-Identifier: Apache-2.0
"""The pictures as Mermaid text, which many pages draw by themselves."""

from __future__ import annotations

from skill.checkin.model.session import State
from skill.drawing.graph import START, arrows, between_topics, short, title, topics


def whole() -> str:
    """The topics, and what follows what. Every topic can end the evening, so that is left out."""
    rows = ["flowchart LR"]
    rows += [f"    {topic}[{title(topic)}]" for topic in topics()]
    for topic, others in between_topics().items():
        to_start = START in others
        rows += [f"    {topic} --> {other}" for other in others if other != START]
        rows += [f"    {topic} -.-> {START}"] if to_start else []
    return "\n".join(rows)


def of_topic(topic: str) -> str:
    """One topic's states as a state diagram: an arrow to each that may follow, with what leads there."""
    rows = ["stateDiagram-v2"]
    for each in arrows(topics()[topic]):
        end = "[*]" if each.target is State.ENDED else each.target.value
        rows.append(f"    {each.source.value} --> {end}: {', '.join(map(short, each.intents))}")
    return "\n".join(rows)
