# SPDX-License-Identifier: Apache-2.0
"""The Alexa face: requests into events, turns into responses. What is said is decided in `skill/checkin/`.

`skill.py` puts it together; `request_handlers.py` has a class a type of request. Before any of it is imported, the SDK
is told to wait with what nobody asks for.
"""

from skill.alexa import lazy_sdk

lazy_sdk.defer()
