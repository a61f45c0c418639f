# SPDX-License-Identifier: Apache-2.0
"""The token of a track as the platform carries it: JSON with a version in front, at most as long as it takes.

What kind of talk a track belongs to is one letter there: whoever sees the token reads nothing about the two in it.

A token comes back from outside, so it is decoded like any other input, and believed only where the decks know its
entries.
"""

import msgspec
from msgspec.structs import replace

from skill.checkin.model.plan import known
from skill.checkin.model.playback import Token
from skill.content.types import Content
from skill.platform import TOKEN_MAX_CHARACTERS
from skill.ready import make_ready

make_ready(Token)

VERSION = 1
"""Of the form below. A later version's token is none of ours."""
_LETTERS = {"checkin": "a", "question": "b", "cool_down": "c"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_BEGINS = f"[{VERSION},"
"""A token is a list; the version stands before all that it holds."""


def encode(token: Token) -> str:
    """The token as text; one that would be too long leaves the plan of the evening out."""
    text = _written(token)
    return text if len(text) <= TOKEN_MAX_CHARACTERS else _written(replace(token, checkin=None))


def decode(text: str | None, content: Content) -> Token | None:
    """The token of a track; None where it is none of ours, of a later version, or names what the decks do not know."""
    if not text or len(text) > TOKEN_MAX_CHARACTERS or not text.startswith(_BEGINS):
        return None
    try:
        _, letter, *rest = msgspec.json.decode(text.encode("utf-8", "surrogatepass"), type=list)
        token = msgspec.convert([_KINDS[letter], *rest], Token)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, LookupError, TypeError, ValueError):
        return None
    if token.question and token.question not in content.questions:
        return None
    return token if token.checkin is None or known(token.checkin, content) else None


def _written(token: Token) -> str:
    kind, *rest = msgspec.to_builtins(token)
    return msgspec.json.encode([VERSION, _LETTERS[kind], *rest]).decode()
