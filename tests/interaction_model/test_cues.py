# SPDX-License-Identifier: Apache-2.0
"""What the program tells people to say must be in the model: they will say just that, and reviewers try it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from skill.alexa.locales import content
from skill.language_model import LanguageModel

from .meanings import Meant, heard

CUE = re.compile(
    r"\b(?:say|or): (?:alexa, )?([a-z' ]+)"  # Say: a short one, for three minutes. Or: Alexa, stop.
    r"|(?-i:\bSay), ([a-z' ]+)"  # Say, forget everything about us, and it's all gone.
    r"|\bsay (yes|no|next|skip|stop|repeat|sometimes|more time|another one|something else|drop that one|save that)\b",
    re.IGNORECASE,
)


def cues(text: str) -> list[str]:
    return [heard(next(filter(None, match.groups()))) for match in CUE.finditer(text)]


def test_cues_are_found() -> None:
    assert cues("Take two minutes. Then say: Alexa, next.") == ["next"]
    assert cues("Say next, or: more time. You can also say skip.") == ["next", "more time", "skip"]
    assert cues("Say: a short one, for three minutes.") == ["a short one"]
    assert cues("Say, forget everything about us, and it's all gone.") == ["forget everything about us"]
    assert cues("Do we go on, or is there more to say?") == []


def test_every_cue_can_be_said(
    model: LanguageModel, meanings_of: Callable[[Collection[str]], dict[str, tuple[Meant, ...]]]
) -> None:
    lines = content(model.locale).lines.values()
    asks = f"ask {model.invocation_name} to "  # Alexa's own way to name us before what they want
    said = {cue.removeprefix(asks): line.id for line in lines for text in line.texts for cue in cues(text)}
    assert len(said) >= 5
    launch = f"open {model.invocation_name}"  # Alexa's own: it becomes a LaunchRequest, and no sample may hold it.
    known = meanings_of(said)
    assert {cue: line for cue, line in said.items() if cue not in known and cue != launch} == {}
