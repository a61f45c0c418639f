# SPDX-License-Identifier: Apache-2.0
"""Names that this integration, its settings and the service agree on."""

from __future__ import annotations

DOMAIN = "closer_together"
SERVICE_NAME = "closer-together"
"""What the service calls its program, and the user events that go to and fro."""
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 10500

CONF_MUSIC = "music"
"""Where the tracks lie: a folder of media sources, or an address."""
CONF_PLAYER = "player"
"""The player for satellites that have none of their own."""
CONF_SENSORS = "sensors"
"""Whether the home may show the ritual of the week and the last evening."""
DEFAULT_MUSIC = "media-source://media_source/local/closer_together"

ACTION_BEGIN = "begin"
