# SPDX-License-Identifier: Apache-2.0
"""The skill behind gunicorn without signatures: the app for this machine alone, which bench/load.py asks as well."""

from __future__ import annotations

from flask import Flask

from lambda_handler import make_skill
from skill.settings import Settings
from skill.web.local import make_local_app


def create(store: str, skill_id: str) -> Flask:
    """The app on a store."""
    return make_local_app(make_skill(Settings(store=store, skill_id=skill_id)))
