# SPDX-License-Identifier: Apache-2.0
"""The service on a clock of the test's own, in the Python that it needs: `scripted_service.py`, asked over TCP.

Writes its port, then reads lines from standard input: a number of seconds moves the clock, and is answered with `ok`.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from assist.home import service  # noqa: E402 - the tests of the service have it


async def main() -> None:
    """Serve until standard input ends."""
    async with service() as home:
        print(home.address.port, flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            home.clock.wait(float(line))
            print("ok", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
