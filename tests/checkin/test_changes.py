# SPDX-License-Identifier: Apache-2.0
"""What steps may change, held against the types that are changed."""

from __future__ import annotations

from typing import get_type_hints

from cases import each_case

from skill.checkin.model.changes import HouseholdChanges, SessionChanges
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session


@each_case(("changes", "changed"), [(HouseholdChanges, Household), (SessionChanges, Session)])
def test_each_field_has_the_type_that_it_changes(changes: type, changed: type) -> None:
    fields = get_type_hints(changed)
    assert {name: hint for name, hint in get_type_hints(changes).items() if fields[name] != hint} == {}
