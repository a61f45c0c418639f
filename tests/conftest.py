# SPDX-License-Identifier: Apache-2.0
"""What holds for all tests: how many random cases they try, and that nothing is skipped unseen where it counts.

Fixtures of one room live in that room's own conftest.
"""

from __future__ import annotations

import os
import random
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import settings

IN_CI = os.environ.get("CI") == "true"

# A laptop tries few cases, so that the tests are run often; CI tries many. A test that needs another count scales
# this one: `@settings(max_examples=5 * settings().max_examples)`.
settings.register_profile("laptop", max_examples=40, deadline=None, print_blob=True)
settings.register_profile("ci", max_examples=400, deadline=None, print_blob=True)
settings.load_profile("ci" if IN_CI else "laptop")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Draw the seed of this run, so that any run can be told and repeated."""
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(random.SystemRandom().randrange(10**9))


def pytest_report_header(config: pytest.Config) -> str:
    """Tell the seed; `make test ARGS=--hypothesis-seed=N` tries the same cases again."""
    return f"random cases: profile {'ci' if IN_CI else 'laptop'}, --hypothesis-seed={config.option.hypothesis_seed}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Hold a skipped test for failed in CI, where everything must be there."""
    return _counted((yield), item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Hold a module that skips itself for failed in CI."""
    return _counted((yield), collector.nodeid)


def _counted(report: Any, name: str) -> Any:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{name} was skipped, and CI skips nothing: {reason}"
    return report
