# SPDX-License-Identifier: Apache-2.0
"""Words to say that are asked for: whether for a feeling of the other one, one's own, or none."""

from __future__ import annotations

from cases import each_case
from understood import rules_of

UNDERSTANDING = rules_of()
EMPATHY, MEND = "EmpathyPhraseIntent", "MendIntent"


@each_case(
    ("text", "feeling", "told"),
    [
        ("how do I tell her I'm exhausted", {"feeling": "tired"}, "how i am"),
        ("how do I tell him I'm lonely", {"feeling": "lonely"}, "how i am"),
        ("how do I tell him I feel like a lodger in my own kitchen", {}, "how i am"),
        ("what do I say when he goes all sarcastic on me", {}, "a tense moment"),
        ("what can I say when she's mad at me", {}, "a tense moment"),
        ("what can I say to him at the door", {}, "a goodbye"),
        ("what do you say when someone tells you they're proud of you", {}, "praise"),
    ],
)
def test_what_they_are_for_is_told_where_it_is_no_feeling_of_the_other_one(
    text: str, feeling: dict[str, str], told: str
) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.slots, meaning.spoken) == (EMPATHY, feeling, {"feeling": told})


@each_case(
    ("text", "intent", "spoken"),
    [
        ("what can I say when she's stressed", EMPATHY, {"feeling": "stressed"}),
        ("what can I say when he's tired and moody", EMPATHY, {"feeling": "tired"}),
        ("how do I tell him I'm sorry", MEND, {}),
        ("I'm lonely", EMPATHY, {"feeling": "lonely"}),
    ],
)
def test_all_else_is_as_it_was(text: str, intent: str, spoken: dict[str, str]) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.spoken) == (intent, spoken)
