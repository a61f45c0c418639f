# SPDX-License-Identifier: Apache-2.0
"""How a line was heard, for a script that failed: what was understood, how surely, and what came second."""

from __future__ import annotations

from skill.language_model import LanguageModel
from skill.speaker.console.scripts.expectations import Outcome
from skill.speaker.echo.invocation import Ask, Open, address
from skill.speaker.nlu import Understanding


def heard_as(outcome: Outcome, model: LanguageModel, understanding: Understanding) -> str:
    """A phrase such as `heard 'another one', understood AnotherOneIntent (1.00), runner-up RateIntent (0.55)`; empty
    where nothing was said, or it was about safety."""
    if outcome.line is None or outcome.private:
        return ""
    to = address(outcome.line, model.invocation_name, model.locale)
    if isinstance(to, Open):
        return f"heard {outcome.line!r}, which opens the skill"
    words = to.readings[-1] if isinstance(to, Ask) else to.words
    first = understanding.meaning(words, outcome.expects)
    # The same sentence once more, by a model that does not have the winner: what wins then came second.
    others = [intent for intent in model.intents.values() if intent.name != first.intent]
    without = LanguageModel(model.locale, model.invocation_name, others, ())
    without.types = model.types
    second = Understanding(without).meaning(words, [name for name in outcome.expects if name != first.intent])
    return (
        f"heard {outcome.line!r}, understood {first.intent} ({first.confidence:.2f}), "
        f"runner-up {second.intent} ({second.confidence:.2f})"
    )
