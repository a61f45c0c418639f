# SPDX-License-Identifier: Apache-2.0
"""What a sentence means: an intent of the interaction model and its slots, as Alexa would have it.

`Understanding(model).meaning(text, expects)` is all there is to know from outside.
"""

from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import FALLBACK
from skill.speaker.nlu.told.alarms import RISK, SAFETY
from skill.speaker.nlu.understanding import Understanding

__all__ = ["FALLBACK", "RISK", "SAFETY", "Meaning", "Understanding"]
