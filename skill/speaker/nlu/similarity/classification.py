# SPDX-License-Identifier: Apache-2.0
"""Likelihood of each intent for a sentence in any words ("would you ever do away with the Sunday one").

Weights of words, of words near each other and of pieces of words, learned from what many couples say, most of it
without a word of any sample (`python -m bench.intent_weights` makes `intents_<language>.json`); and beside them what
the sentence is about (`meanings.py`), where that is installed, which brings limits of its own. What is waited for is
likelier, and an answer that nobody asked for less likely. Two limits an intent tell how likely it must be: `sure` to
count before likeness to a sample, `enough` where nothing else is understood.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from math import exp, log, sqrt
from pathlib import Path
from zlib import decompress

import msgspec
from msgspec import Struct

from skill.speaker.nlu.language import Language
from skill.speaker.nlu.safety.hints import Features
from skill.speaker.nlu.similarity.meanings import INTENTS_SHARE, Limits, Meanings, Places

FOLDER = Path(__file__).resolve().parents[1]
INTENTS = "intents_{}.json"
"""Name of the file with a language's weights."""
NOTHING = "AMAZON.FallbackIntent"
"""Name of the class of sentences that people say to each other: the platform's own for what no intent means."""
NEWS = "News"
"""Name of the class of sentences that tell how they are and ask for nothing; no intent."""
WHO_BEGINS, MUSIC_OFF = "WhoBegins", "MusicOff"
"""Names of the classes of sentences that are part of an intent: who of the two begins; no music."""
KINDS = frozenset((WHO_BEGINS, MUSIC_OFF))
AS_LIKELY_AS_NOT, SURELY_TALK, RATHER_NEWS, HARDLY, BEYOND_DOUBT = 0.5, 0.6, 0.4, 0.03, 0.95
"""Likelihoods of one of some intents; of talk or news; of news alone, where that is waited for; of what is ruled out;
of what is beyond doubt."""
DANGER, QUARREL = "SafetyIntent", "CoolDownIntent"
MAY_BE_DANGER, SURELY_NO_DANGER, HARMLESS_FROM = 0.05, 0.01, 0.8
"""How likely danger is from where nothing else is taken; and how unlikely it must be, and how likely what is meant, for
words of danger to be none ("okay yeah, hit me")."""
LEAST = 1e-9
"""A likelihood that has a logarithm."""
RECENT = 32
"""Sentences and parts of them whose scores are kept."""
BUCKETS = 1 << 15
"""Weights of each intent."""
ANSWERS = frozenset(
    (
        *("AMAZON.YesIntent", "AMAZON.NoIntent", "SometimesIntent", "RitualDoneIntent", "RitualMissedIntent"),
        *("ChooseRitualIntent", "RateIntent"),
    )
)
"""Intents that answer something: said unasked the same words seldom mean them."""
AWAITED, UNASKED = 2.0, 0.1
"""Factors of the likelihood of what is waited for, and of an answer to what nobody asked."""
KEPT_OR_NOT, LIKELIEST = frozenset({"RitualDoneIntent", "RitualMissedIntent"}), 5
"""Both answers to whether a ritual was kept; where that was just asked they stand among so many of the likeliest."""
YES, NEXT, REMIND, CHOOSE = "AMAZON.YesIntent", "AMAZON.NextIntent", "RemindUsIntent", "ChooseRitualIntent"
GREET, KEPT, QUESTION, TALK, RITUAL, REMINDER, LAST, COLD = PLACES = (
    *("greet", "kept", "question", "talk", "ritual", "reminder", "last", "cold"),
)
"""Places of an evening at which it is learned how likely each intent is: it is offered; they are asked after their
ritual; a question was just read; they talk; a ritual is offered; a reminder is; after their talk; out of nothing."""


class IntentWeights(Struct, frozen=True, forbid_unknown_fields=True):
    """A language's weights as they are kept."""

    learned_from: str
    """Checksum of the sentences, so that a test sees when they have changed since."""
    intents: list[str]
    bias: list[float]
    """Of each intent."""
    step: float
    """Factor from a weight as it is kept to the weight that counts."""
    limits: dict[str, Limits]
    """Of each intent that may be taken."""
    places: Places
    """Additions to the logarithms of the likelihoods at each place; an intent that is not named there has none."""
    weights: str
    """A signed byte for each intent and each bucket in turn, deflated, in base 64."""


class Classifier:
    """Says which intent a sentence of one language is likeliest to mean."""

    def __init__(self, kept: IntentWeights, language: Language, meanings: Meanings | None = None) -> None:
        self._features = Features({}, (), language)
        self._limits = kept.limits if meanings is None else meanings.limits
        places = kept.places if meanings is None else meanings.places
        # However seldom danger is told at a place, it is never less likely there.
        self._factors = {
            place: {intent: exp(more) for intent, more in likelier.items() if intent not in (NOTHING, DANGER)}
            for place, likelier in places.items()
        }
        table = memoryview(decompress(b64decode(kept.weights))).cast("b")
        self._rows = [
            (intent, bias, table[at * BUCKETS : (at + 1) * BUCKETS])
            for at, (intent, bias) in enumerate(zip(kept.intents, kept.bias, strict=True))
        ]
        self._step = kept.step
        self._meanings = meanings
        self._scores = lru_cache(RECENT)(self._scored)  # one sentence is looked at for several reasons

    def likelihoods(self, words: Sequence[str], expects: Sequence[str] = ()) -> Mapping[str, float]:
        """How likely each intent is, 0 to 1 and 1 in sum, of normal words."""
        scores = dict(self._scores(tuple(words)))
        factors = self._factors.get(place_of(expects))
        for intent in scores:
            scores[intent] *= _waited_for(intent, expects) if factors is None else factors.get(intent, 1.0)
        total = sum(scores.values())
        return {intent: score / total for intent, score in scores.items()}

    def _scored(self, words: tuple[str, ...]) -> dict[str, float]:
        buckets = {bucket % BUCKETS for bucket in self._features.of(words)}
        scale = self._step / sqrt(len(buckets))
        scores = {intent: bias + scale * sum(map(row.__getitem__, buckets)) for intent, bias, row in self._rows}
        if self._meanings is not None:
            about = self._meanings.shares(words)
            scores = {
                intent: (1 - INTENTS_SHARE) * score + INTENTS_SHARE * log(max(about.get(intent, 0.0), LEAST))
                for intent, score in scores.items()
            }
        return {intent: exp(score) for intent, score in scores.items()}

    def surely(self, words: Sequence[str], expects: Sequence[str] = ()) -> str | None:
        """The intent that normal words mean, whatever sample they may be like; None where that is not so clear."""
        return self._taken(self.likelihoods(words, expects), surely=True)

    def perhaps(self, words: Sequence[str], expects: Sequence[str] = ()) -> str | None:
        """The intent that normal words mean where nothing else is understood; None where that is not clear either."""
        return self._taken(self.likelihoods(words, expects), surely=False)

    def is_any_of(self, intents: Collection[str], words: Sequence[str]) -> bool:
        """Test of normal words: one of some intents is as likely as all others together."""
        return sum(self.likelihoods(words).get(intent, 0.0) for intent in intents) >= AS_LIKELY_AS_NOT

    def is_talk(self, words: Sequence[str], expects: Sequence[str] = ()) -> bool:
        """Test of normal words: they are surely talk or news, so that no sample that they are like counts."""
        likely = self.likelihoods(words, expects)
        return likely.get(NOTHING, 0.0) + likely.get(NEWS, 0.0) >= SURELY_TALK

    def is_news(self, words: Sequence[str]) -> bool:
        """Test of normal words: they tell how things are, rather than anything else, and ask for nothing."""
        return self.likelihoods(words).get(NEWS, 0.0) >= RATHER_NEWS

    def rules_out(self, intent: str, words: Sequence[str], expects: Sequence[str] = ()) -> bool:
        """Test of normal words against an intent: it is too unlikely to count by likeness to a sample ("tell me a joke"
        is like a refusal)."""
        return intent in self._limits and self.likelihoods(words, expects)[intent] < HARDLY

    def is_beyond_doubt(self, words: Sequence[str], expects: Sequence[str] = ()) -> bool:
        """Test of normal words: an intent is so likely that the sentence need not have come to its end ("the ones we
        told you to hang on to")."""
        return max(self.likelihoods(words, expects).values()) >= BEYOND_DOUBT

    def is_harmless(self, words: Sequence[str]) -> bool:
        """Test of normal words: an intent is so likely, and danger so unlikely, that words of danger there are none."""
        likely = self.likelihoods(words)
        intent = max(likely, key=likely.__getitem__)
        meant = intent in self._limits and intent != QUARREL and likely[intent] >= HARMLESS_FROM
        return meant and likely.get(DANGER, 1.0) < SURELY_NO_DANGER

    def _taken(self, likely: Mapping[str, float], surely: bool) -> str | None:
        intent = max(likely, key=likely.__getitem__)
        limits = self._limits.get(intent)
        if (
            limits is None
            or likely.get(DANGER, 0.0) > MAY_BE_DANGER
            or likely[intent] < (limits.sure if surely else limits.enough)
        ):
            return None
        return intent


def place_of(expects: Sequence[str]) -> str:
    """The place of an evening by what is waited for there, likeliest first; empty where it is none of those that are
    learned from."""
    if not expects or QUARREL in expects:
        return ""
    if REMIND in expects:
        return RITUAL if CHOOSE in expects else REMINDER
    if KEPT_OR_NOT.issubset(expects[:LIKELIEST]):
        return KEPT
    begins: dict[tuple[str, ...], str] = {
        (YES, "AMAZON.NoIntent", "AnotherOneIntent"): GREET,
        (YES, "TalkTimeIntent", "AnotherOneIntent"): QUESTION,
        ("TonightsQuestionIntent", "StartCheckInIntent", "SuggestRitualIntent"): LAST,
        (NEXT, "AMAZON.PreviousIntent", "AMAZON.ResumeIntent"): COLD,
        (NEXT, "AMAZON.ResumeIntent", "StartCheckInIntent"): TALK,
        (NEXT, "AMAZON.ResumeIntent", YES): TALK,
    }
    return begins.get(tuple(expects[:3]), "")


def _waited_for(intent: str, expects: Sequence[str]) -> float:
    """The factor of an intent's likelihood by what is waited for, where nothing was learned of such a place."""
    if not expects:
        return 1.0
    return AWAITED if intent in expects else UNASKED if intent in ANSWERS else 1.0


def load_classifier(locale: str, language: Language, meanings: Meanings | None = None) -> Classifier | None:
    """Classifier of a locale's language; None where the language has learned none."""
    path = FOLDER / INTENTS.format(locale[:2])
    if not path.is_file():
        return None
    return Classifier(msgspec.json.decode(path.read_bytes(), type=IntentWeights), language, meanings)
