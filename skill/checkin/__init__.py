# SPDX-License-Identifier: Apache-2.0
"""The conversation: events in, turns out. Pure: no Alexa, clock, disk or chance in this folder.

`respond` is the whole interface; `events`, `turns`, `session` and `household` are its types.
"""
