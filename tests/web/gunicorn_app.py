# SPDX-License-Identifier: Apache-2.0
"""What gunicorn serves in test_gunicorn.py: the public app with the made-up authority of a folder.

A request whose id is `slow` is answered once somebody opens the folder's pipe and closes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cryptography import x509
from flask import Flask

from lambda_handler import Skill, make_skill
from skill.settings import Settings
from skill.web.public.app import make_public_app
from skill.web.public.certificates import Certificates, utc_now
from skill.web.public.replays import Replays
from skill.web.public.signature import Verifier

CHAIN, ROOT, PIPE, STARTED = "chain.pem", "root.pem", "pipe", "started"


def create(folder: str, store: str, skill_id: str) -> Flask:
    """The app, with the chain and the root that lie in the folder."""
    place = Path(folder)
    roots = x509.load_pem_x509_certificates((place / ROOT).read_bytes())
    certificates = Certificates(lambda path: (place / CHAIN).read_bytes(), utc_now, roots)
    whole = make_skill(Settings(store=store, skill_id=skill_id))

    def answer(event: Any, context: Any) -> dict[str, Any]:
        if event["request"]["requestId"] == "slow":
            (place / STARTED).write_text("")
            (place / PIPE).read_text()
        return whole.answer(event, context)

    skill = Skill(answer, whole.store_answers)
    return make_public_app(skill, Verifier(certificates, skill_id, utc_now), Replays(utc_now))
