# SPDX-License-Identifier: Apache-2.0
"""The Alexa face: requests into events, turns into responses. What is said is decided in `skill/checkin/`.

`skill.py` puts it together; `request_handlers.py` has a class a type of request.
"""
