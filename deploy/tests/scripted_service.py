# SPDX-License-Identifier: Apache-2.0
"""The service on a clock of the test's own, in the Python that it needs: one process for all tests, one home for each.

Reads lines from standard input and answers each: `begin` starts a home of which nothing is known, and tells its port;
`end` takes it off the network; a number of seconds moves its clock.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from assist.home import Service, service  # noqa: E402 - the tests of the service have it


async def main() -> None:
    """Serve until standard input ends."""
    home: Service | None = None
    async with AsyncExitStack() as running:
        while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
            match line:
                case "begin":
                    await running.aclose()
                    home = await running.enter_async_context(service())
                    print(home.address.port, flush=True)
                case "end":
                    await running.aclose()
                    print("ok", flush=True)
                case seconds:
                    assert home is not None
                    home.clock.wait(float(seconds))
                    print("ok", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
