# SPDX-License-Identifier: Apache-2.0
"""How much a sentence is like what the samples of each intent say, where it fits none word for word.

A sentence and a sample are compared as bags of weighted features: word stems, groups of words that mean nearly the
same (`concepts` of the language), pairs of neighbours, and slots. A feature that few intents share weighs more, and a
word that no sample has weighs most: it speaks against every intent. Two figures are joined: the likeness to the nearest
sample, and the share of the sentence that the intent as a whole is used to. Slots are taken out of the sentence only
for intents that have them, so that "angry" is a feeling for one intent and a fight for another.

The weights were searched for on samples left out of the model and on sentences that mean nothing to it; the bench
(`bench/understanding.py`) shows what they reach on sentences that were not used for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log

from msgspec import Struct
from rapidfuzz import fuzz, process

from skill.speaker.nlu.language import Language
from skill.speaker.nlu.samples import Pattern
from skill.speaker.nlu.similarity.contraries import Contraries
from skill.speaker.nlu.slots.reader import NAME, SlotsOf
from skill.speaker.nlu.text import Word

CONCEPT_WEIGHT = 1.0
PAIR_WEIGHT = 0.4
SLOT_WEIGHT = 0.5
"""The three: of a group of words, a pair of neighbours and a slot, where a word is 1."""
LIGHT_SHARE = 0.85
"""Of a common word's weight."""
UNKNOWN_WEIGHT = 1.25
LIGHT_UNKNOWN_WEIGHT = 0.35
UNKNOWN_PAIR_WEIGHT = 0.35
"""Of a word, a common word and a pair that no sample has, as a share of the heaviest feature."""
SAMPLE_POWER = 0.4
"""How much of the weight that sentence and sample share is held against the sample's own; the rest against the
sentence's. At 0.5 it is the cosine."""
NEAREST_SHARE = 0.92
"""Of the likeness to the nearest sample in the whole; the rest is what the intent is used to."""
HABIT_SMOOTHING = 25
"""Samples, added to each intent's own, so that a small intent's single sample is no habit."""
CONTRARY_SHARE = 0.6
"""Of the likeness to a sample that says the contrary, where the two are told apart by such words."""
COMMON_HOLDERS, FEWEST_NEAR = 400, 60
"""Samples: a feature that more have is common; where fewer share a rarer one, common ones find samples, too."""
TYPO_SCORE = 84
"""rapidfuzz ratio from which an unknown word is taken for a known one."""
TYPO_SHORTEST = 5
ACCEPTED = 0.45
"""The likeness from which the nearest sample counts."""
RIGHT_AT = ((0.0, 0.3), (ACCEPTED, 0.6), (0.5, 0.8), (0.55, 0.88), (0.6, 0.92), (0.7, 0.95), (0.85, 0.97))
"""Likeness, and how often a meaning is right at it: what `make understood` found, the figures between are drawn."""

Features = dict[str, float]


class Likeness(Struct, frozen=True):
    """How well one intent fits."""

    intent: str
    score: float
    """0 to 1."""
    pattern: Pattern
    """The sample nearest to the sentence."""


class Tables(Struct, frozen=True):
    """What is counted over all samples; each list has a place for each."""

    known: frozenset[str]
    """Stems of all words."""
    weights: Features
    """Of each feature, by how few intents share it."""
    holders: dict[str, list[int]]
    """A feature to the samples that have it."""
    shares: list[float]
    """What a sample's likeness is multiplied by, so that a long one is no more alike."""
    turned: list[bool]
    """Whether a sample says the contrary (see `contraries.py`)."""
    kinds: dict[str, frozenset[str]]
    """An intent to the types of its slots."""
    needed: dict[int, frozenset[str]]
    """A sample to the features of which a sentence must have one."""
    habits: dict[str, Features]
    """An intent to how much it is used to each feature: 1 where no intent uses it more often."""


class Comparison:
    """Compares sentences with all samples."""

    def __init__(self, patterns: Sequence[Pattern], language: Language, tables: Tables | None = None) -> None:
        """`tables` are those of these patterns, where they were counted before."""
        self._language = language
        self._light = frozenset(language.stem(word) for word in language.light)
        self._phrases = _phrases(language)
        self._phrase_lengths = _phrase_lengths(self._phrases)
        self._contraries = Contraries(language)
        self._patterns = patterns
        self._intents = [pattern.intent for pattern in patterns]
        self.tables = tables = tables or self._counted(patterns)
        self._known, self._weights, self._holders = tables.known, tables.weights, tables.holders
        self._heaviest = max(self._weights.values(), default=1.0)
        # A slip seldom changes the first letter, and looking among fewer words is quicker.
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(self._known):
            self._by_letter.setdefault(word[0], []).append(word)
        self._common = {
            feature: frozenset(holders) for feature, holders in self._holders.items() if len(holders) > COMMON_HOLDERS
        }
        self._by_kinds: dict[frozenset[str], frozenset[str]] = {}
        for intent, kinds in tables.kinds.items():
            if kinds:
                self._by_kinds[kinds] = self._by_kinds.get(kinds, frozenset()) | {intent}

    def _counted(self, patterns: Sequence[Pattern]) -> Tables:
        literals = [pattern.literals for pattern in patterns]
        # The bags ask for it: a group's word that no sample has is not strange.
        self._known = frozenset(map(self._language.stem, set().union(*literals)))
        bags = [self._sample_features(pattern) for pattern in patterns]
        counts, sizes = _counts(patterns, bags)
        weights = _weights(counts, self._light)
        kinds: dict[str, set[str]] = {intent: set() for intent in counts}
        for pattern, words in zip(patterns, literals, strict=True):
            if len(words) < len(pattern.parts):
                kinds[pattern.intent].update(place.kind for place in pattern.places)
        # A feature's strength goes by its kind, so two bags that share it share its whole weight.
        weighted: Features = {}
        for bag in bags:
            weighted |= bag
        for feature, strength in weighted.items():
            weighted[feature] = strength * weights[feature]
        holders: dict[str, list[int]] = {feature: [] for feature in weights}
        for index, bag in enumerate(bags):
            for feature in bag:
                holders[feature].append(index)
        return Tables(
            known=self._known,
            weights=weights,
            holders=holders,
            shares=[sum(map(weighted.__getitem__, bag)) ** -SAMPLE_POWER for bag in bags],
            turned=[
                self._contraries.turned(pattern.intent, words)
                for pattern, words in zip(patterns, literals, strict=True)
            ],
            kinds={intent: frozenset(each) for intent, each in kinds.items()},
            needed={index: needed for index, pattern in enumerate(patterns) if (needed := self._needed_slots(pattern))},
            habits=_habits(counts, sizes),
        )

    def likeliest(self, words: Sequence[Word], slots: SlotsOf) -> list[Likeness]:
        """All intents that share anything with a sentence, best first."""
        texts = [word.text for word in words]
        turned = {
            intent: self._contraries.turned(intent, texts) for intent in self.tables.kinds if intent in self._contraries
        }
        found = {each.intent: each for each in self._compare(self._features(words, ()), None, turned)}
        for kinds, intents in self._by_kinds.items():
            spans = _spans(slots, kinds)
            if spans:
                for each in self._compare(self._features(words, spans), intents, turned):
                    if each.intent not in found or found[each.intent].score < each.score:
                        found[each.intent] = each
        return sorted(found.values(), key=lambda each: -each.score)

    def turns(self, words: Sequence[str]) -> bool:
        """Whether a sentence is turned round for any of the intents that have a contrary."""
        return any(self._contraries.turned(intent, words) for intent in self.tables.kinds if intent in self._contraries)

    def weight(self, word: str) -> float:
        """How much a word tells: near 4 where one intent alone has it, below 1 where most have it."""
        return self._weights.get(f"w:{self._language.stem(word)}", 0.0)

    def _compare(self, bag: Features, wanted: frozenset[str] | None, turned: Mapping[str, bool]) -> list[Likeness]:
        weighted = {feature: strength * self._weight(feature) for feature, strength in bag.items()}
        total = sum(weighted.values())
        shared: defaultdict[int, float] = defaultdict(float)
        common: list[tuple[str, float]] = []
        for feature, weight in weighted.items():
            holders = self._holders.get(feature, ())
            if len(holders) > COMMON_HOLDERS:
                common.append((feature, weight))
                continue
            for index in holders:
                shared[index] += weight
        # What most samples have tells none from another: it counts for those that share something rarer.
        for feature, weight in common:
            holding = self._common[feature]
            for index in shared.keys() & holding if len(shared) >= FEWEST_NEAR else holding:
                shared[index] += weight
        tables, intents = self.tables, self._intents
        nearest: dict[str, float] = {}
        places: dict[str, int] = {}
        for index, together in shared.items():
            intent = intents[index]
            score = together * tables.shares[index]
            # What comes next can only lower it, and most are no nearer than one before.
            if score <= nearest.get(intent, 0.0) or (wanted is not None and intent not in wanted):
                continue
            if index in tables.needed and tables.needed[index].isdisjoint(bag):
                continue
            if turned.get(intent, tables.turned[index]) != tables.turned[index]:
                score *= CONTRARY_SHARE
                if score <= nearest.get(intent, 0.0):
                    continue
            nearest[intent], places[intent] = score, index
        scale = total ** (SAMPLE_POWER - 1)
        found = []
        for intent, score in nearest.items():
            whole = NEAREST_SHARE * score * scale + (1 - NEAREST_SHARE) * self._used_to(intent, weighted, total)
            found.append(Likeness(intent, whole, self._patterns[places[intent]]))
        return found

    def _used_to(self, intent: str, weighted: Features, total: float) -> float:
        habits = self.tables.habits[intent]
        return sum(weight * habits.get(feature, 0.0) for feature, weight in weighted.items()) / total

    def _weight(self, feature: str) -> float:
        known = self._weights.get(feature)
        if known is not None:
            return known
        if feature.startswith("w:"):
            light = feature[2:] in self._light
            return self._heaviest * (LIGHT_UNKNOWN_WEIGHT if light else UNKNOWN_WEIGHT)
        return UNKNOWN_PAIR_WEIGHT * self._heaviest if feature.startswith("p:") else 0.0

    def _needed_slots(self, pattern: Pattern) -> frozenset[str]:
        """Features of slots without which a sample says nothing, so that a sentence must have one of them.

        "We are tired" shares all but the names with "we are Sam and Alex"; "the" all but the slot with "the {ritual}".
        """
        places = pattern.places
        names = [place for place in places if place.kind == NAME]
        if places and not names and all(word in self._language.light for word in pattern.literals):
            names = places
        return frozenset(f"s:{{{place.kind}}}" for place in names)

    def _sample_features(self, pattern: Pattern) -> Features:
        tokens = [part if isinstance(part, str) else f"{{{part.kind}}}" for part in pattern.parts]
        return self._bag(tokens)

    def _features(self, words: Sequence[Word], spans: Sequence[tuple[int, int, str]]) -> Features:
        tokens: list[str] = []
        at = 0
        for start, end, kind in (*spans, (len(words), len(words), "")):
            tokens.extend(self._mended(word.text) for word in words[at:start])
            if kind:
                tokens.append(f"{{{kind}}}")
            at = end
        return self._bag(tokens)

    def _mended(self, word: str) -> str:
        """A word that no sample has, as the sample word that it is a slip of."""
        if len(word) < TYPO_SHORTEST or word in self._language.light or self._language.stem(word) in self._known:
            return word
        near = process.extractOne(word, self._by_letter.get(word[0], ()), scorer=fuzz.ratio, score_cutoff=TYPO_SCORE)
        return near[0] if near else word

    def _bag(self, tokens: Sequence[str]) -> Features:
        stem_of = self._language.stem
        stems = [token if token[0] == "{" else stem_of(token) for token in tokens]
        bag: Features = {}
        groups = list(stems)
        grouped: set[int] = set()
        for at in range(len(stems)):
            for length in self._phrase_lengths.get(stems[at], ()):
                concepts = self._phrases.get(tuple(stems[at : at + length]), ())
                for concept in concepts:
                    bag[f"c:{concept}"] = CONCEPT_WEIGHT
                if concepts:
                    grouped.update(range(at, at + length))
                    if length == 1:
                        groups[at] = concepts[0]
        for at, stem in enumerate(stems):
            if stem[0] == "{":
                bag[f"s:{stem}"] = SLOT_WEIGHT
            # A word that no sample has, but whose group is known, is not strange.
            elif at not in grouped or stem in self._known:
                bag[f"w:{stem}"] = 1.0
        for first, second in zip(["^", *groups], [*groups, "$"], strict=True):
            bag[f"p:{first} {second}"] = PAIR_WEIGHT
        return bag


def _phrases(language: Language) -> Mapping[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for concept, phrases in language.concepts.items():
        for phrase in phrases:
            key = tuple(language.stem(word) for word in phrase.split())
            if concept not in found.setdefault(key, []):
                found[key].append(concept)
    return found


def _phrase_lengths(phrases: Iterable[tuple[str, ...]]) -> Mapping[str, list[int]]:
    """A phrase's first stem to how long the phrases are that begin with it, longest first."""
    found: dict[str, set[int]] = {}
    for stems in phrases:
        found.setdefault(stems[0], set()).add(len(stems))
    return {stem: sorted(lengths, reverse=True) for stem, lengths in found.items()}


def _counts(patterns: Sequence[Pattern], bags: Sequence[Features]) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """For each intent how many of its samples have each feature, and how many samples it has."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for pattern, bag in zip(patterns, bags, strict=True):
        counts[pattern.intent].update(bag.keys())
    return counts, Counter(pattern.intent for pattern in patterns)


def _weights(counts: Mapping[str, Iterable[str]], light: frozenset[str]) -> Features:
    """Inverse frequency over intents: what every intent says tells nothing."""
    intents = Counter(feature for features in counts.values() for feature in features)
    return {
        feature: log(1 + len(counts) / users) * (LIGHT_SHARE if feature[2:] in light else 1.0)
        for feature, users in intents.items()
    }


def _habits(counts: Mapping[str, Mapping[str, int]], sizes: Mapping[str, int]) -> dict[str, Features]:
    """For each intent and feature: how much the intent is used to it, 1 where no intent uses it more often."""
    shares = {
        intent: {feature: count / (sizes[intent] + HABIT_SMOOTHING) for feature, count in of_intent.items()}
        for intent, of_intent in counts.items()
    }
    most: Features = {}
    for of_intent in shares.values():
        for feature, share in of_intent.items():
            if share > most.get(feature, 0.0):
                most[feature] = share
    return {
        intent: {feature: share / most[feature] for feature, share in of_intent.items()}
        for intent, of_intent in shares.items()
    }


def _spans(slots: SlotsOf, kinds: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where slots of some types stand, without overlap, longer ones first."""
    found = [(start, end, kind) for kind in sorted(kinds) for start, end, _ in slots.longest(kind, sure=True)]
    taken: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found, key=lambda each: (each[0] - each[1], each[0])):
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in taken):
            taken.append((start, end, kind))
    return sorted(taken)


def right_at(likeness: float) -> float:
    """How often a meaning is right that is as like its sample as this."""
    for (low, low_share), (high, high_share) in pairwise(RIGHT_AT):
        if likeness < high:
            return low_share + (high_share - low_share) * (likeness - low) / (high - low)
    return RIGHT_AT[-1][1]
