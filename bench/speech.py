# SPDX-License-Identifier: Apache-2.0
"""How well the ears hear what the voices say: `make speech`, or `python -m bench.speech`.

Each voice says held utterances of couples (`bench/sets`) and talk that is not meant for the skill, in a quiet room and
through noise, and each ear hears them. Prints word error rate, intents, slots, wrong intents and unrelated talk that
was taken for something; compares with the last run, and draws `build/speech.png` (intents by voice, ear and noise) and
`build/speech_confused.png` (what was taken for what). A sample of the sentences is drawn by a seed that is told, since
all of them take hours on two cores; `--sentences 0` takes all.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from rapidfuzz.distance import Levenshtein

from bench.spoken import VOICES, Noise, Speaker, available
from bench.understood import BINS, SETS, Held, read_set
from skill.errors import InputError
from skill.language_model import load_language_model
from skill.speaker.asr.ears import GRAMMAR, MOONSHINE, WHISPER, Ears, open_ears, plain_words
from skill.speaker.asr.wav import RATE
from skill.speaker.nlu import FALLBACK, Meaning, Understanding
from skill.speaker.snd.samples import SAMPLE_BYTES

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
BUILD = ROOT / "build"
COUPLES = ("couples_a", "couples_b")
SAFETY = "SafetyIntent"
SENTENCES, SEED = 60, 12
"""Sentences that are drawn where nothing else is asked for, and the seed that draws them."""
OTHERS_SHARE = 0.4
"""Ratio of unrelated sentences to those that mean something."""
CLEAN = "clean"
"""Name of the room without added noise."""
SLOWEST, MISSES = 5, 60
"""Most sentences that are printed: of those that took longest, and of those that were missed."""


class Case(msgspec.Struct, frozen=True):
    """One utterance, as one ear heard it."""

    voice: str
    ear: str
    noise: str
    """Signal-to-noise ratio, such as `20 dB`, or CLEAN."""
    held: Held
    heard: str
    """Transcript after the second opinions."""
    written: str
    """Transcript as the recogniser wrote it down."""
    meaning: Meaning
    confidence: float
    """Confidence of the hearing, 0 to 1."""
    audio_s: float
    """Length of the recording."""
    cpu_s: float
    """Processor time of the hearing."""
    waited_s: float
    """Time by the clock from the end of the recording to the transcript."""

    @property
    def right(self) -> bool:
        """Whether it was understood as it was meant."""
        return self.held.right(self.meaning)


class Figures(msgspec.Struct):
    """Figures of one voice, ear and noise; shares in per cent."""

    word_errors: float
    intents: float
    slots: float
    wrong: float
    unrelated_taken: float
    taken_as_safety: int
    real_time_factor: float
    """Seconds of processor time for a second of sound."""
    median_wait_ms: float
    """Time from the end of a recording until its words are there; understanding them is not in it."""


class Run(msgspec.Struct):
    """What `bench/results` keeps of a run."""

    part: str
    seed: int
    sentences: int
    unrelated: int
    text: dict[str, float]
    """Figures of the same sentences when typed, in per cent: intents, slots, and unrelated ones taken."""
    figures: dict[str, Figures]
    """Figures by `voice, ear, noise`; the voice `all` stands for all of them together."""
    by_intent: dict[str, str]
    """Sentences heard right of all, such as `7/9`, by intent: default ear, no noise, all voices."""


def main() -> None:
    """Measure, print, keep and draw."""
    arguments = _arguments()
    chance = random.Random(arguments.seed)
    held = [each for name in COUPLES for each in read_set(SETS, name, arguments.part)]
    meant = _drawn([each for each in held if each.intent != FALLBACK], arguments.sentences, chance)
    others = _drawn(
        [each for each in held if each.intent == FALLBACK], round(arguments.sentences * OTHERS_SHARE), chance
    )
    print(f"{arguments.part}: {len(meant)} sentences and {len(others)} unrelated ones, drawn by seed {arguments.seed}")
    understanding = Understanding(load_language_model())
    ears = list(_ears(arguments.ears, understanding))
    cases: list[Case] = []
    for speaker in available(tuple(arguments.voices)):
        if isinstance(speaker, str):
            print(speaker)
            continue
        cases += _cases(speaker, ears, [*meant, *others], arguments.noise, understanding, arguments.seed)
        speaker.close()
    if not cases:
        raise SystemExit("Nothing was said or heard, so there is nothing to measure.")
    run = Run(
        arguments.part,
        arguments.seed,
        len(meant),
        len(others),
        _typed(meant, others, understanding),
        dict(_figures(cases)),
        _by_intent(cases, ears[0].name),
    )
    if arguments.part == "dev":
        _print_misses(cases)
    _print_slowest(cases)
    last = _last(run)
    _print_table(run, last)
    _draw(run, cases)
    _keep(run, last)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("dev", "test"), default="dev", help="test: once, when a release is measured")
    parser.add_argument("--sentences", type=int, default=SENTENCES, help="how many are drawn; 0 for all")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--voices", nargs="+", choices=VOICES, default=list(VOICES))
    parser.add_argument("--ears", nargs="+", choices=(MOONSHINE, WHISPER, GRAMMAR), default=[MOONSHINE, WHISPER])
    parser.add_argument("--noise", nargs="*", type=int, default=[20, 10], help="decibels below the speech")
    return parser.parse_args()


def _drawn(held: Sequence[Held], count: int, chance: random.Random) -> list[Held]:
    return chance.sample(held, count) if 0 < count < len(held) else list(held)


def _ears(names: Iterable[str], understanding: Understanding) -> Iterator[Ears]:
    for name in names:
        began = time.perf_counter()
        try:
            ears = open_ears(load_language_model(), understanding, name)
        except InputError as error:
            print(error)
            continue
        print(f"{name} is ready after {time.perf_counter() - began:.1f} s")
        yield ears


def _cases(
    speaker: Speaker,
    ears: Sequence[Ears],
    held: Sequence[Held],
    decibels: Sequence[int],
    understanding: Understanding,
    seed: int,
) -> list[Case]:
    noise = Noise(seed)
    cases = []
    for at, each in enumerate(held, start=1):
        said = speaker.say(each.text)
        for level in (None, *decibels):
            frames = noise.mixed(said, level)
            for ear in ears:
                cases.append(_case(speaker.name, ear, level, each, frames, understanding))
        _show_progress(speaker.name, at, len(held))
    return cases


def _case(voice: str, ear: Ears, level: int | None, held: Held, frames: bytes, understanding: Understanding) -> Case:
    cpu, began = time.process_time(), time.perf_counter()
    heard = [hearing for hearing in ear.hear_recording(frames) if hearing.transcript]
    cpu, waited = time.process_time() - cpu, time.perf_counter() - began
    transcript = " ".join(hearing.transcript for hearing in heard)
    return Case(
        voice,
        ear.name,
        f"{level} dB" if level is not None else CLEAN,
        held,
        transcript,
        " ".join(hearing.written for hearing in heard),
        understanding.meaning(transcript),
        min((hearing.confidence for hearing in heard), default=0.0),
        len(frames) / SAMPLE_BYTES / RATE,
        cpu,
        waited,
    )


def _figures(cases: Sequence[Case]) -> Iterator[tuple[str, Figures]]:
    """For each voice and for all together, each ear and each noise."""
    voices = list(dict.fromkeys(case.voice for case in cases))
    for ear in dict.fromkeys(case.ear for case in cases):
        for noise in dict.fromkeys(case.noise for case in cases):
            for voice in (*voices, "all"):
                chosen = [c for c in cases if (c.ear, c.noise) == (ear, noise) and voice in (c.voice, "all")]
                yield f"{voice}, {ear}, {noise}", _figures_of(chosen)


def _figures_of(cases: Sequence[Case]) -> Figures:
    meant = [case for case in cases if case.held.intent != FALLBACK]
    others = [case for case in cases if case.held.intent == FALLBACK]
    slots = [case for case in meant if case.right and case.held.slots]
    said = [plain_words(case.held.text).split() for case in cases]
    errors = sum(Levenshtein.distance(words, case.written.split()) for words, case in zip(said, cases, strict=True))
    return Figures(
        word_errors=round(100 * errors / max(1, sum(map(len, said))), 1),
        intents=_share(case.right for case in meant),
        slots=_share(case.held.filled(case.meaning) for case in slots),
        wrong=_share(not case.right and case.meaning.intent != FALLBACK for case in meant),
        unrelated_taken=_share(case.meaning.intent != FALLBACK for case in others),
        taken_as_safety=sum(case.meaning.intent == SAFETY for case in others),
        real_time_factor=round(sum(case.cpu_s for case in cases) / sum(case.audio_s for case in cases), 3),
        median_wait_ms=round(1000 * statistics.median(case.waited_s for case in cases)),
    )


def _share(right: Iterable[bool]) -> float:
    results = list(right)
    return round(100 * sum(results) / len(results), 1) if results else 0.0


def _typed(meant: Sequence[Held], others: Sequence[Held], understanding: Understanding) -> dict[str, float]:
    pairs = [(each, understanding.meaning(each.text)) for each in meant]
    taken = [understanding.meaning(each.text).intent != FALLBACK for each in others]
    return {
        "intents": _share(each.right(meaning) for each, meaning in pairs),
        "slots": _share(each.filled(meaning) for each, meaning in pairs if each.slots and each.right(meaning)),
        "unrelated_taken": _share(taken),
    }


def _by_intent(cases: Sequence[Case], ear: str) -> dict[str, str]:
    right: dict[str, list[bool]] = {}
    for case in cases:
        if (case.ear, case.noise) == (ear, CLEAN):
            right.setdefault(case.held.intent, []).append(case.right)
    return {intent: f"{sum(results)}/{len(results)}" for intent, results in sorted(right.items())}


def _show_progress(name: str, at: int, of: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if at == of else ""
        print(f"\r{name:8} {'#' * (30 * at // of):30} {at}/{of} ", end=end, file=sys.stderr, flush=True)


def _print_misses(cases: Sequence[Case]) -> None:
    missed = [case for case in cases if not case.right and case.noise == CLEAN]
    for case in missed[:MISSES]:
        print(f"{case.voice:7}{case.ear:11}{case.held.text!r} -> {case.written!r}", end="")
        print(f" by sound {case.heard!r}" if case.heard != case.written else "", f": {case.meaning.intent}")
    if len(missed) > MISSES:
        print(f"... and {len(missed) - MISSES} more")


def _print_slowest(cases: Sequence[Case]) -> None:
    print("\nslowest to hear, seconds a second")
    for case in sorted(cases, key=lambda each: -each.waited_s / each.audio_s)[:SLOWEST]:
        print(f"  {case.waited_s / case.audio_s:5.2f}  {case.ear}, {case.voice}, {case.noise}: {case.held.text!r}")


def _print_table(run: Run, last: Run | None) -> None:
    print("\nby intent, default ear, clean: ", ", ".join(f"{name} {of}" for name, of in run.by_intent.items()))
    print(f"\ntyped: {', '.join(f'{name} {figure:.1f}' for name, figure in run.text.items())}")
    heads = ("word err", "intents", "(last)", "slots", "wrong", "taken", "safety", "RTF", "wait ms")
    print(f"\n{'voice, ear, noise':28}" + "".join(f"{head:>9}" for head in heads))
    for name, each in run.figures.items():
        before = last.figures.get(name) if last else None
        cells = (
            f"{each.word_errors:.1f}",
            f"{each.intents:.1f}",
            f"{before.intents:.1f}" if before else "",
            f"{each.slots:.1f}",
            f"{each.wrong:.1f}",
            f"{each.unrelated_taken:.1f}",
            f"{each.taken_as_safety}",
            f"{each.real_time_factor:.2f}",
            f"{each.median_wait_ms:.0f}",
        )
        print(f"{name:28}" + "".join(f"{cell:>9}" for cell in cells))


def _path(part: str) -> Path:
    return RESULTS / f"speech-{part}.json"


def _last(run: Run) -> Run | None:
    """The last run of the same sentences; None where there was none."""
    path = _path(run.part)
    last = msgspec.json.decode(path.read_bytes(), type=Run) if path.is_file() else None
    same = last and (last.seed, last.sentences) == (run.seed, run.sentences)
    if last and not same:
        print("\nThe last run had other sentences, so there is nothing to compare with.")
    return last if same else None


def _keep(run: Run, last: Run | None) -> None:
    """Keep the figures, beside those of voices, ears and noises that were measured with the same sentences before."""
    RESULTS.mkdir(exist_ok=True)
    if last:
        run.figures = last.figures | run.figures
    _path(run.part).write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")


def _draw(run: Run, cases: Sequence[Case]) -> None:
    try:
        from bench.pictures import draw_shares, draw_understood
    except ImportError:
        print("No pictures: Pillow is not installed; `make everything` installs it.")
        return
    BUILD.mkdir(exist_ok=True)
    draw_shares(BUILD / "speech.png", {name: each.intents for name, each in run.figures.items()})
    reliability = []
    for place in range(BINS):
        right = [
            case.right
            for case in cases
            if case.meaning.intent != FALLBACK
            and min(int(case.confidence * case.meaning.confidence * BINS), BINS - 1) == place
        ]
        reliability.append((len(right), sum(right)))
    wrong = Counter((case.held.intent, case.meaning.intent) for case in cases if not case.right)
    draw_understood(BUILD / "speech_confused.png", reliability, wrong)
    print("\nDrawn: build/speech.png and build/speech_confused.png")


if __name__ == "__main__":
    main()
