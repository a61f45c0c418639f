# SPDX-License-Identifier: Apache-2.0
"""Every row of the transition table does what `table.txt` says. `make rows` writes that file anew."""

from __future__ import annotations

from collections import defaultdict

import pytest
from cases import each_case

from skill.checkin.model.session import State

from .rows import ANYWHERE_AT, FILE, PLACES, come_to, rows_at, state_of

WRITTEN: dict[str, list[str]] = defaultdict(list)
for _row in FILE.read_text("utf-8").splitlines()[1:]:
    WRITTEN[_row[:26].rstrip()].append(_row)


@pytest.mark.parametrize("place", PLACES)
def test_each_row_leads_where_it_is_written_to_lead_and_says_what_is_written(place: str) -> None:
    assert list(rows_at(place)) == WRITTEN[place], "`make rows` writes the file anew and shows the difference"


@each_case("place", PLACES)
def test_a_place_is_in_the_state_that_it_is_called_by(place: str) -> None:
    assert state_of(come_to(place)).value == place.partition("/")[0]


def test_every_state_is_told_and_nothing_else_is() -> None:
    assert set(WRITTEN) == set(PLACES) >= set(ANYWHERE_AT)
    assert {place.partition("/")[0] for place in PLACES} == {state.value for state in State} - {"ended"}
