# SPDX-License-Identifier: Apache-2.0
"""A process that writes turns until it is killed, and prints the number of each one that was saved."""

import sys
from pathlib import Path

from msgspec.structs import replace

from skill.checkin.household import Household
from skill.deadline import Deadline
from skill.memory.sqlite import SqliteStore
from skill.memory.store import Kept

store = SqliteStore(Path(sys.argv[1]))
kept = store.load("k", Deadline()) or Kept(household=Household())
while True:
    household = replace(kept.household, visits=kept.household.visits + 1)
    kept = store.save("k", replace(kept, household=household), Deadline())
    print(household.visits, flush=True)
