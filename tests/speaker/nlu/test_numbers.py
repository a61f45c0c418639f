# SPDX-License-Identifier: Apache-2.0
"""Numbers and durations word by word: every way to read one, where it ends, and what is none."""

from __future__ import annotations

from cases import each_case

from skill.speaker.nlu.slots.numbers import durations_at, numbers_at, spelled

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
BELOW_HUNDRED = [*UNITS, *(f"{tens} {unit}".strip() for tens in TENS for unit in ("", *UNITS[1:10]))]


def numbers(said: str, at: int = 0) -> list[tuple[int, str]]:
    return list(numbers_at(said.split(), at))


def durations(said: str, at: int = 0) -> list[tuple[int, str]]:
    return list(durations_at(said.split(), at))


def test_numbers_are_counted_up_to_a_hundred() -> None:
    assert [numbers(said)[0] for said in BELOW_HUNDRED] == [
        (len(said.split()), str(number)) for number, said in enumerate(BELOW_HUNDRED)
    ]
    assert [" ".join(spelled(str(number))) for number in range(101)] == [*BELOW_HUNDRED, "one hundred"]


@each_case(
    ("digits", "words"),
    [
        ("007", "seven"),
        ("0007", "0007"),
        ("101", "101"),
        ("0100", "0100"),
        ("1000000", "1000000"),
        ("101.5", "101 point five"),
        ("7.5", "seven point five"),
        ("7.0", "seven point zero"),
        ("20.1234", "twenty point one two three"),
    ],
)
def test_digits_are_spelled_up_to_a_hundred(digits: str, words: str) -> None:
    assert " ".join(spelled(digits)) == words


@each_case(
    ("said", "readings"),
    [
        ("a seven", [(2, "7")]),
        ("an eight", [(2, "8")]),
        ("a", []),
        ("the seven", []),
        ("hundred", []),
        ("twenty one", [(2, "21"), (1, "20")]),
        ("twenty zero", [(1, "20")]),
        ("twenty ten", [(1, "20")]),
        ("one hundred", [(2, "100"), (1, "1")]),
        ("two hundred and five", [(4, "205"), (2, "200"), (1, "2")]),
        ("two hundred five", [(3, "205"), (2, "200"), (1, "2")]),
        ("two hundred and", [(2, "200"), (1, "2")]),
        ("two hundred or five", [(2, "200"), (1, "2")]),
        ("nine hundred ninety nine", [(4, "999"), (3, "990"), (2, "900"), (1, "9")]),
        ("twenty hundred", [(1, "20")]),
        ("42", [(1, "42")]),
        ("42 hundred", [(1, "42")]),
        ("²", []),
        ("٣", []),
        ("seven and a half", [(4, "7.5"), (1, "7")]),
        ("seven and a bit", [(1, "7")]),
        ("seven point five", [(3, "7.5"), (1, "7")]),
        ("seven point nine", [(3, "7.9"), (1, "7")]),
        ("seven point zero", [(3, "7"), (1, "7")]),
        ("seven point ten", [(1, "7")]),
        ("seven point", [(1, "7")]),
        ("seven dot five", [(1, "7")]),
        ("a seven point five", [(4, "7.5"), (2, "7")]),
        ("twenty one point five", [(4, "21.5"), (2, "21"), (1, "20")]),
        ("forty", [(1, "40")]),
    ],
)
def test_every_way_to_read_a_number(said: str, readings: list[tuple[int, str]]) -> None:
    assert numbers(said) == readings
    before = "well it is".split()
    shifted = [(end + len(before), value) for end, value in readings]
    assert numbers(" ".join([*before, said]), len(before)) == shifted


@each_case(
    ("said", "value"),
    [
        *((f"one {unit}", value) for unit, value in (("second", "PT1S"), ("sec", "PT1S"), ("minute", "PT1M"))),
        *((f"one {unit}", value) for unit, value in (("min", "PT1M"), ("hour", "PT1H"), ("hr", "PT1H"))),
        *((f"one {unit}", value) for unit, value in (("day", "P1D"), ("week", "P1W"), ("fortnight", "P2W"))),
        *((f"one {unit}", value) for unit, value in (("month", "P1M"), ("year", "P1Y"))),
        *((f"four {unit}", value) for unit, value in (("seconds", "PT4S"), ("secs", "PT4S"), ("minutes", "PT4M"))),
        *((f"four {unit}", value) for unit, value in (("mins", "PT4M"), ("hours", "PT4H"), ("hrs", "PT4H"))),
        *((f"four {unit}", value) for unit, value in (("days", "P4D"), ("weeks", "P4W"), ("fortnights", "P8W"))),
        *((f"four {unit}", value) for unit, value in (("months", "P4M"), ("years", "P4Y"))),
        *((f"{amount} minutes", value) for amount, value in (("a couple of", "PT2M"), ("couple", "PT2M"))),
        *((f"{amount} minutes", value) for amount, value in (("a few", "PT3M"), ("several", "PT5M"))),
        *((f"{amount} minutes", value) for amount, value in (("seven point five", "PT7M30S"), ("zero", "PT0M"))),
        *((f"{amount} minutes", value) for amount, value in (("a hundred and twenty", "PT120M"), ("90", "PT90M"))),
        *((f"five {more} minutes", "PT5M") for more in ("more", "extra", "additional", "longer", "more extra")),
        *((f"{about} five minutes", "PT5M") for about in ("about", "another", "around", "maybe", "roughly")),
        *((f"{about} five minutes", "PT5M") for about in ("some", "extra", "just", "just about")),
        *((f"half {length}", value) for length, value in (("an hour", "PT30M"), ("a minute", "PT30S"))),
        *((f"half {length}", value) for length, value in (("hour", "PT30M"), ("a day", "PT12H"))),
        *((f"half {length}", value) for length, value in (("a week", "P3DT12H"), ("a year", "P6M"))),
        *((f"half {length}", value) for length, value in (("a second", "PT0S"),)),
        ("a half hour", "PT30M"),
        ("quarter of an hour", "PT15M"),
        ("a quarter hour", "PT15M"),
        ("a quarter of a year", "P3M"),
        ("three quarters of an hour", "PT45M"),
        ("three quarters of a year", "P9M"),
        ("two and a half hours", "PT2H30M"),
        ("one point five hours", "PT1H30M"),
        ("two and a half years", "P2Y6M"),
    ],
)
def test_a_length_is_read_in_one_way(said: str, value: str) -> None:
    assert durations(said) == [(len(said.split()), value)]


@each_case(
    ("said", "readings"),
    [
        ("five minutes more", [(3, "PT5M"), (2, "PT5M")]),
        ("five minutes later", [(2, "PT5M")]),
        ("an hour and a half", [(5, "PT1H30M"), (2, "PT1H")]),
        ("an hour and a half longer", [(6, "PT1H30M"), (5, "PT1H30M"), (2, "PT1H")]),
        ("an hour and a bit", [(2, "PT1H")]),
        ("an hour and twenty minutes", [(5, "PT1H20M"), (2, "PT1H")]),
        ("an hour twenty minutes", [(4, "PT1H20M"), (2, "PT1H")]),
        ("an hour or twenty minutes", [(2, "PT1H")]),
        ("an hour and", [(2, "PT1H")]),
        ("an hour and twenty", [(2, "PT1H")]),
        ("an hour and a half and ten minutes", [(8, "PT1H40M"), (5, "PT1H30M"), (2, "PT1H")]),
        ("twenty minutes and an hour", [(2, "PT20M")]),
        ("twenty minutes and two minutes", [(2, "PT20M")]),
        ("two and a half hours and a half", [(5, "PT2H30M")]),
        ("a day and two hours", [(5, "P1DT2H"), (2, "P1D")]),
        ("a day and a half", [(5, "P1DT12H"), (2, "P1D")]),
        ("a week and a day", [(5, "P8D"), (2, "P1W")]),
        ("a minute and thirty seconds", [(5, "PT1M30S"), (2, "PT1M")]),
        ("a month and two days", [(2, "P1M")]),
        ("a day and a month", [(2, "P1D")]),
        ("a year and a half", [(5, "P1Y6M"), (2, "P1Y")]),
        ("two weeks and three days and four hours", [(5, "P17D"), (2, "P2W")]),
    ],
)
def test_every_way_to_read_a_length_of_several_parts(said: str, readings: list[tuple[int, str]]) -> None:
    assert durations(said) == readings
    assert durations(f"give us {said}", 2) == [(end + 2, value) for end, value in readings]


@each_case(
    "said",
    [
        *("five", "minutes", "about", "a half", "three quarters", "two quarters of an hour", "five a minutes"),
        *("an one hour", "a two minutes", "five point a", "a", "five of", "five more"),
    ],
)
def test_what_names_no_length_is_none(said: str) -> None:
    assert durations(said) == []
