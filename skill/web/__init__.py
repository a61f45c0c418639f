# SPDX-License-Identifier: Apache-2.0
"""The skill over HTTP, by Flask: two factories, which share routes but never a setting that would join them.

The public app may stand on the internet: it answers nothing that Alexa has not signed. The local app answers this
machine only, and whatever it sends. Neither loads anything before it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from lambda_handler import Skill


def create_public_app() -> Flask:
    """The endpoint for the internet, set up by the environment: signed `POST /alexa`, `GET /health`, no more.

    Raises InputError where CLOSER_SKILL_ID is not set, or a setting is wrong.
    """
    import os

    from skill.settings import Settings
    from skill.web.public import open_public_app

    return open_public_app(Settings.from_environment(os.environ))


def create_local_app(skill: Skill | None = None) -> Flask:
    """The endpoint for this machine only: unsigned `POST /alexa`, `GET /health`.

    Without `skill` it is the one that the environment sets up; raises InputError where a setting is wrong.
    """
    import os

    from skill.settings import Settings
    from skill.web.local import make_local_app

    if skill is None:
        from lambda_handler import make_skill

        skill = make_skill(Settings.from_environment(os.environ))
    return make_local_app(skill)
