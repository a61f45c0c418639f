# SPDX-License-Identifier: Apache-2.0
"""The documents of the screens as they were looked at last, in `documents.json`.

Whether a document is beautiful only eyes can tell: after a change of one look at it (docs/screens.md), on each display,
and then write the file anew: `PYTHONPATH=.:tests python -m alexa.screens.documents`.
"""

from __future__ import annotations

import json
from pathlib import Path

from skill.alexa.screens.documents import DOCUMENTS

FILE = Path(__file__).with_name("documents.json")


def as_they_are() -> str:
    """The documents as they are now: a value a line, so that a change is seen where it is."""
    return json.dumps(dict(DOCUMENTS), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(as_they_are(), "utf-8")
