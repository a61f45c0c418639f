# SPDX-License-Identifier: Apache-2.0
"""Tests of many cases: each is tried, and each that fails is told with what it was."""

from __future__ import annotations

import inspect

import pytest
from cases import each_case


def test_every_case_is_tried_with_the_fixtures_that_are_asked_for() -> None:
    tried: list[tuple[object, ...]] = []

    @each_case("one", ["a", "b"])
    @each_case(("two", "three"), [(1, 2), (3, 4)])
    def test(one: str, two: int, three: int, store: str) -> None:
        tried.append((one, two, three, store))

    assert list(inspect.signature(test).parameters) == ["store"]
    test(store="kept")
    assert tried == [("a", 1, 2, "kept"), ("a", 3, 4, "kept"), ("b", 1, 2, "kept"), ("b", 3, 4, "kept")]


def test_all_that_fail_are_told_with_what_they_were() -> None:
    @each_case("said, meant", [("yes", "yes"), ("yep", "no"), ("nope", "yes")])
    def test(said: str, meant: str) -> None:
        if said == "nope":
            pytest.fail("not understood")
        assert said == meant

    with pytest.raises(BaseExceptionGroup, match="2 of 3 cases") as told:
        test()
    first, second = told.value.exceptions
    assert isinstance(first, AssertionError)
    assert first.__notes__ == ["where said is 'yep', meant is 'no'"]
    assert str(second) == "not understood"
    assert second.__notes__ == ["where said is 'nope', meant is 'yes'"]


def test_a_single_one_that_fails_is_told_as_a_test_of_its_own_would() -> None:
    @each_case("number", [1, 0])
    def test(number: int) -> None:
        assert 1 // number == 1

    with pytest.raises(ZeroDivisionError) as told:
        test()
    assert told.value.__notes__ == ["where number is 0"]


def test_no_cases_and_cases_of_another_length_are_refused() -> None:
    with pytest.raises(AssertionError, match="no cases"):
        each_case("number", [])
    with pytest.raises(ValueError, match="zip"):
        each_case("one, two", [(1, 2, 3)])
