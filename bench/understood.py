# SPDX-License-Identifier: Apache-2.0
"""How well sentences are understood that nobody here had seen: `make understood`, or `python -m bench.understood`.

Reads `bench/sets` (its README tells what each set holds): the part to look at, or with `--part test` the part that is
run once, when a release is measured; `--sets FOLDER` reads other sets of the same form. Prints a table with every miss
of the part to look at, sets beside it what a judge nearer to Alexa's makes of the same sentences (the nearest sample,
nothing expected), compares with the last run, and draws `build/understood.png`: how often each confidence was right,
and what was taken for what. Nothing is expected in the sets; what that is worth is measured on answers to our own
questions, with what the question waits for and with plain ears.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from rapidfuzz import fuzz, process

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.errors import InputError
from skill.language_model import LanguageModel, load_language_model, slots_of
from skill.speaker.nlu import FALLBACK, SAFETY, Meaning, Understanding
from skill.speaker.nlu.similarity.meanings import Meanings

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT / "bench" / "sets"
RESULTS = ROOT / "bench" / "results"
ANSWERS = ROOT / "tests" / "conversations" / "answers.txt"
PICTURE = ROOT / "build" / "understood.png"
LOW_SPIRITS = "LowSpirits"
ALEXA_TAKES = 76
"""Score of rapidfuzz (0 to 100) from which AlexaLike takes the nearest sample; chosen on the part to look at."""
BINS = 10
"""Steps of confidence in the picture."""
BUILT_IN = {
    "AMAZON.TIME": "nine",
    "AMAZON.DURATION": "five minutes",
    "AMAZON.NUMBER": "seven",
    "AMAZON.FirstName": "sam",
}
"""Words that fill a slot in a sample, by the names of Alexa's own slot types."""


class Held(msgspec.Struct, frozen=True):
    """One held utterance."""

    text: str
    intent: str
    slots: dict[str, str] = {}
    """Slots that must come out."""
    not_: str | list[str] = msgspec.field(name="not", default="")
    """Contrary intents: whichever would do the opposite of what was said."""
    how: str = ""
    """How danger is told (plain, sideways), or of what kind that is which only sounds so (near, everyday)."""

    def right(self, meaning: Meaning) -> bool:
        """Whether the intent is right. For low spirits that is SafetyIntent, as for danger."""
        return meaning.intent == (SAFETY if self.intent == LOW_SPIRITS else self.intent)

    def filled(self, meaning: Meaning) -> bool:
        """Whether the slots are right: names in any case, a ritual by its id or in the words that were said."""
        return all(_same(name, value, meaning) for name, value in self.slots.items())

    def contrary(self, meaning: Meaning) -> bool:
        """Whether it was taken for the contrary."""
        return meaning.intent in ([self.not_] if isinstance(self.not_, str) else self.not_)


def _same(name: str, value: str, meaning: Meaning) -> bool:
    found = meaning.slots.get(name, "danger" if name == "risk" else "")
    if name == "ritual":
        words = {*found.split("_"), *meaning.spoken.get(name, "").lower().split()}
        return bool(words & set(value.lower().split()))
    return found.lower() == value.lower()


class Measured(msgspec.Struct):
    """Figures of one run, per cent where nothing else stands; `bench/results` keeps them."""

    part: str
    intents: dict[str, float] = {}
    """Sentences whose intent is right, by set."""
    refusals: dict[str, float] = {}
    """Unrelated sentences that were refused, by set."""
    slots: dict[str, float] = {}
    """Sentences whose slots are right, of those with a right intent, by set."""
    danger: float = 0.0
    """Sentences of danger that are heard as such."""
    danger_met: float = 0.0
    """Sentences of danger or low spirits that are heard as such, or answered with how to ask for help."""
    risks: float = 0.0
    """Sentences with the right risk, of those that are heard as danger."""
    low_spirits: float = 0.0
    """Sentences of low spirits that lead to help."""
    false_alarms: float = 0.0
    """Sentences that only sound near to danger and are heard as such."""
    false_alarms_met: float = 0.0
    """Sentences that only sound near to danger and are heard as such, or answered with how to ask for help."""
    by_how: dict[str, float] = {}
    """By `how`: sentences that are heard as danger, and those that are met, with how to ask for help at least."""
    answers: dict[str, float] = {}
    """Answers to our own questions that are right: with what a question waits for, and with plain ears."""
    contraries: int = 0
    """Number of sentences that were taken for their contrary."""
    alexa_like: dict[str, float] = {}
    """Sentences whose intent AlexaLike gets right, by set."""
    load_ms: float = 0.0
    """Processor time, in milliseconds, until a first sentence is understood, with nothing kept from before."""
    kept_load_ms: float = 0.0
    """The same, with what an earlier start has kept."""
    sentence_ms: float = 0.0
    """Median processor time of one sentence, in milliseconds."""
    mean_sentence_ms: float = 0.0
    """Mean processor time of one sentence, in milliseconds."""


def read_set(folder: Path, name: str, part: str) -> list[Held]:
    """One set's part; nothing where there is no such set."""
    path = folder / f"{name}.{part}.jsonl"
    lines = path.read_bytes().splitlines() if path.is_file() else []
    return [msgspec.json.decode(line, type=Held) for line in lines if line.strip()]


def read_answers() -> list[tuple[State, frozenset[str], str]]:
    """Where our own questions are asked, what each answer to them may mean there, and the answer."""
    found = []
    for row in ANSWERS.read_text("utf-8").splitlines():
        if not row.startswith("#"):
            meant, answers = row[15:].split("  ", 1)
            found += [(State(row[:15].strip()), frozenset(meant.split()), each.strip()) for each in answers.split(";")]
    return found


def spoken_samples(model: LanguageModel) -> Iterator[tuple[str, str]]:
    """Each sample's intent, and the sample as it would be said: twice where it has slots, with other words in them."""
    for intent, sample in model.samples():
        kinds = {name: intent.slot_type(name) for name in slots_of(sample)}
        for place in range(2 if kinds else 1):
            words = {
                name: list(model.words[kind])[place % len(model.words[kind])] if kind in model.words else BUILT_IN[kind]
                for name, kind in kinds.items()
            }
            yield intent.name, sample.format_map(words)


class AlexaLike:
    """The nearest sample by its words, whatever is expected: nearer to what Alexa does than our own understanding."""

    def __init__(self, model: LanguageModel) -> None:
        samples = list(spoken_samples(model))
        self._intents = [intent for intent, _ in samples]
        self._texts = [text for _, text in samples]

    def intent(self, text: str) -> str:
        """What it takes a sentence for."""
        near = process.extractOne(text.lower(), self._texts, scorer=fuzz.token_sort_ratio, score_cutoff=ALEXA_TAKES)
        return self._intents[near[2]] if near else FALLBACK


def main() -> None:
    """Prints the tables, keeps the figures and draws the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("dev", "test"), default="dev", help="test: once, when a release is measured")
    parser.add_argument("--sets", type=Path, default=SETS, metavar="FOLDER", help="default bench/sets")
    given = parser.parse_args()
    part, folder = given.part, given.sets
    model = load_language_model()
    measured, seen = measure(model, None, folder, part)
    alexa = AlexaLike(model)
    for name in _couples(folder, part):
        said = [held for held in read_set(folder, name, part) if held.intent != FALLBACK]
        measured.alexa_like[name] = _share(alexa.intent(held.text) == held.intent for held in said)
    columns = {"now": measured}
    try:
        columns["+ meaning"], _ = measure(model, Meanings(model.locale), folder, part)
    except InputError as missing:
        print(missing)
    if folder == SETS:
        last = _last(part)
        columns |= {"last run": last} if last else {}
        _keep(measured)
        _draw(seen)
    if part == "dev":
        _print_misses(seen)
    _print_table(columns)


def measure(
    model: LanguageModel, meanings: Meanings | None, folder: Path, part: str
) -> tuple[Measured, list[tuple[Held, Meaning]]]:
    """The figures of one way to understand, and what each sentence was taken for."""
    _, load_ms = _started(model, meanings, keep=False)
    _started(model, meanings, keep=True)
    understanding, kept_load_ms = _started(model, meanings, keep=True)
    measured = Measured(part, load_ms=load_ms, kept_load_ms=kept_load_ms)
    spent: list[float] = []
    seen: list[tuple[Held, Meaning]] = []

    def understood(name: str) -> list[tuple[Held, Meaning]]:
        found = []
        for held in _with_progress(read_set(folder, name, part), name):
            start = time.process_time()
            found.append((held, understanding.meaning(held.text)))
            spent.append(1000 * (time.process_time() - start))
        seen.extend(found)
        return found

    for name in _couples(folder, part):
        pairs = understood(name)
        ours = [pair for pair in pairs if pair[0].intent != FALLBACK]
        with_slots = [(held, meaning) for held, meaning in ours if held.slots and held.right(meaning)]
        measured.intents[name] = _share(held.right(meaning) for held, meaning in ours)
        measured.refusals[name] = _share(held.right(meaning) for held, meaning in pairs if held.intent == FALLBACK)
        measured.slots[name] = _share(held.filled(meaning) for held, meaning in with_slots)
    danger = understood("danger")
    risky = [(held, meaning) for held, meaning in danger if held.intent == SAFETY]
    measured.danger = _share(held.right(meaning) for held, meaning in risky)
    measured.danger_met = _share(held.right(meaning) or meaning.perhaps_unsafe for held, meaning in danger)
    measured.risks = _share(held.filled(meaning) for held, meaning in risky if held.right(meaning))
    measured.low_spirits = _share(held.right(meaning) for held, meaning in danger if held.intent == LOW_SPIRITS)
    pairs = understood("not_danger")
    alike = [meaning for _, meaning in pairs]
    measured.false_alarms = _share(meaning.intent == SAFETY for meaning in alike)
    measured.false_alarms_met = _share(meaning.intent == SAFETY or meaning.perhaps_unsafe for meaning in alike)
    for how in dict.fromkeys(held.how for held, _ in (*danger, *pairs) if held.how):
        those = [meaning for held, meaning in (*danger, *pairs) if held.how == how]
        measured.by_how[f"{how} heard"] = _share(each.intent == SAFETY for each in those)
        measured.by_how[f"{how} met"] = _share(each.intent == SAFETY or each.perhaps_unsafe for each in those)
    measured.contraries = sum(held.contrary(meaning) for held, meaning in understood("opposites"))
    if spent:
        measured.sentence_ms, measured.mean_sentence_ms = statistics.median(spent), statistics.mean(spent)
    for how, ears in (("expected", understanding), ("plain ears", Understanding(model, True, meanings))):
        measured.answers[how] = _share(
            _name(ears.meaning(text, EXPECTED[state]).intent) in meant for state, meant, text in read_answers()
        )
    return measured, seen


def _started(model: LanguageModel, meanings: Meanings | None, *, keep: bool) -> tuple[Understanding, float]:
    """An understanding that has understood its first sentence, and the processor time that took, in milliseconds."""
    began = time.process_time()
    understanding = Understanding(model, meanings=meanings, keep=keep)
    understanding.meaning("nothing that any sample says")
    return understanding, 1000 * (time.process_time() - began)


def _couples(folder: Path, part: str) -> list[str]:
    return sorted(path.name.split(".")[0] for path in folder.glob(f"couples_*.{part}.jsonl"))


def _name(intent: str) -> str:
    return intent.removeprefix("AMAZON.").removesuffix("Intent")


def _with_progress(held: Sequence[Held], name: str) -> Iterator[Held]:
    for at, each in enumerate(held, start=1):
        if sys.stderr.isatty():
            print(f"\r{name:12} {'#' * (30 * at // len(held)):30} {at}/{len(held)} ", end="", file=sys.stderr)
        yield each
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _share(right: Iterable[bool]) -> float:
    results = list(right)
    return round(100 * sum(results) / len(results), 1) if results else 100.0


def _print_misses(seen: Sequence[tuple[Held, Meaning]]) -> None:
    for held, meaning in seen:
        if not held.right(meaning) and not (held.intent == SAFETY and meaning.perhaps_unsafe):
            kind = "contrary" if held.contrary(meaning) else "missed"
            print(f"{kind:9} {held.text!r}: {meaning.intent} ({meaning.confidence:.2f}), not {held.intent}")
        elif not held.filled(meaning):
            print(f"{'slots':9} {held.text!r}: {meaning.slots}, not {held.slots}")


def _print_table(columns: Mapping[str, Measured]) -> None:
    print(f"\n{columns['now'].part:28}", *(f"{name:>10}" for name in columns))
    figures = {name: _figures(measured) for name, measured in columns.items()}
    for row in figures["now"]:
        cells = (figures[name].get(row) for name in columns)
        print(f"{row:28}", *(f"{'' if cell is None else f'{cell:.1f}':>10}" for cell in cells))


def _figures(measured: Measured) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in msgspec.to_builtins(measured).items():
        if isinstance(value, dict):
            found |= {f"{name} {key}": figure for key, figure in value.items()}
        elif name != "part":
            found[name] = value
    return found


def _last(part: str) -> Measured | None:
    path = RESULTS / f"understood-{part}.json"
    return msgspec.json.decode(path.read_bytes(), type=Measured) if path.is_file() else None


def _keep(measured: Measured) -> None:
    RESULTS.mkdir(exist_ok=True)
    text = msgspec.json.format(msgspec.json.encode(measured), indent=2)
    (RESULTS / f"understood-{measured.part}.json").write_bytes(text + b"\n")


def _draw(seen: Sequence[tuple[Held, Meaning]]) -> None:
    try:
        from bench.pictures import draw_understood
    except ImportError:
        print("No picture: Pillow is not installed; `make everything` installs it.")
        return
    reliability = []
    for place in range(BINS):
        pairs = [
            held.right(meaning)
            for held, meaning in seen
            if meaning.intent != FALLBACK and min(int(meaning.confidence * BINS), BINS - 1) == place
        ]
        reliability.append((len(pairs), sum(pairs)))
    wrong = Counter((held.intent, meaning.intent) for held, meaning in seen if not held.right(meaning))
    PICTURE.parent.mkdir(exist_ok=True)
    draw_understood(PICTURE, reliability, wrong)
    print(f"\nDrawn: {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
