# SPDX-License-Identifier: Apache-2.0
"""What holds for all tests: how many random cases they try, how long one may take, and that none is skipped unseen.

Fixtures of one room live in that room's own conftest.
"""

from __future__ import annotations

import gc
import os
import random
import signal
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from commands import end_warm_host
from hypothesis import settings

IN_CI = os.environ.get("CI") == "true"
REMEDY = "`make everything` sets up all that the tests need"
TIME_LIMIT_S = 1200 if IN_CI else 120
"""For one test with its fixtures. Far more than any takes: it ends one that hangs, and measures nothing."""

# A laptop tries few cases, so that the tests are run often; CI tries many. A test that needs another count scales
# this one: `@settings(max_examples=5 * settings().max_examples)`.
for _name, _count in {"quick": 10, "laptop": 10, "ci": 400}.items():
    settings.register_profile(_name, max_examples=_count, deadline=None, print_blob=True)
settings.load_profile("ci" if IN_CI else "laptop")

os.environ.setdefault("PYTEST_TIMEOUT", str(TIME_LIMIT_S))

# numpy reads it when it is imported. The matrices here are small: with more threads each waits for the others, busily.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Decks and models that tests load are large and stay, and so do all reports in the process that gathers them: where it
# looks less often, the collector has less to do.
gc.set_threshold(20_000, 20, 20)

# A shell starts what runs in the background with Ctrl-C ignored, and so would be all that the tests start themselves.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make test ARGS=--long`, which CI need not say."""
    parser.addoption("--long", action="store_true", help="run those marked as long, too, where all tests are run")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Draw one seed for the order of the tests and for their random cases, so that one number repeats a run.

    Where somebody names files, all that is in them is run; pytest-xdist hands both on to its workers.
    """
    option = config.option
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    option.long = option.long or IN_CI or (named and not hasattr(config, "workerinput"))
    if getattr(option, "randomly_seed", None) == "default":
        option.randomly_seed = random.SystemRandom().randrange(2**32)
    if option.hypothesis_seed is None:
        drawn = getattr(option, "randomly_seed", None)
        option.hypothesis_seed = str(drawn if isinstance(drawn, int) else random.SystemRandom().randrange(2**32))


def pytest_report_header(config: pytest.Config) -> str | list[str]:
    """Tell the seed; `make test ARGS=--randomly-seed=N` tries the same cases again, in the same order."""
    cases = settings().max_examples
    drawn = f"random cases: {cases} a test, --hypothesis-seed={config.option.hypothesis_seed}"
    return drawn if config.option.long else [drawn, "the long tests are left out: --long runs them, and so does CI"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones out, and have pytest tell how many."""
    if config.option.long:
        return
    long = [item for item in items if item.get_closest_marker("long")]
    items[:] = [item for item in items if not item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import and collect without the garbage collector: nearly all of it stays, and it would look through it often."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare the collector what was imported: it would look through all of it again and again, and find nothing."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    """Look once for what nobody closed, and for nothing of what is left: pytest would look through it all twice more.

    That is most of all in the process that the others report to: it holds thousands of reports, and all wait for it.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def commands_end() -> Iterator[None]:
    """Leave no program behind that ran commands."""
    yield
    end_warm_host()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell for each skipped test what to do, and hold it for failed in CI, where everything must be there."""
    return _counted((yield), item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    return _counted((yield), collector.nodeid)


def _counted(report: Any, name: str) -> Any:
    if not report.skipped or hasattr(report, "wasxfail"):
        return report
    file, line, reason = report.longrepr if isinstance(report.longrepr, tuple) else (name, 0, str(report.longrepr))
    if IN_CI:
        report.outcome = "failed"
        report.longrepr = f"{name} was skipped, and CI skips nothing: {reason}"
    else:
        report.longrepr = (file, line, f"{reason}; {REMEDY}")
    return report
