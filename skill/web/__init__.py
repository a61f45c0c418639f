# SPDX-License-Identifier: Apache-2.0
"""The skill over HTTP, by Flask: two factories, which share routes but never a setting that would join them.

The public app may stand on the internet: it answers nothing that Alexa has not signed. The local app answers this
machine only, whatever it sends, and holds the page of the local speaker. Neither loads anything before it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from lambda_handler import Skill
    from skill.web.page.routes import Page


def create_public_app() -> Flask:
    """The endpoint for the internet, set up by the environment: signed `POST /alexa`, `GET /health`, no more.

    Raises InputError where CLOSER_SKILL_ID is not set, or a setting is wrong.
    """
    import os

    from skill.settings import Settings
    from skill.web.public.app import open_public_app

    return open_public_app(Settings.from_environment(os.environ))


def create_local_app(skill: Skill | None = None, page: Page | None = None) -> Flask:
    """The endpoint for this machine only: unsigned `POST /alexa`, `GET /health`; and the page, `GET /`.

    Without `skill` both are what the environment sets up; raises InputError where a setting is wrong. With `skill`
    there is a page only where one is given.
    """
    import os

    from skill.settings import Settings
    from skill.web.local import make_local_app

    if skill is None:
        from lambda_handler import make_skill
        from skill.memory import open_store
        from skill.web.page.routes import Page
        from skill.web.page.speaker import PageSpeaker

        settings = Settings.from_environment(os.environ)
        store = open_store(settings.store)
        skill = make_skill(settings, store)
        page = page or Page(lambda: PageSpeaker(settings, store))
    return make_local_app(skill, page)
