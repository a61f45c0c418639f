# SPDX-License-Identifier: Apache-2.0
"""The types of everything the skill can say: one struct a kind of entry, and `Content`, which holds the decks.

The types are the schema of the files in `skill/content/<language>/`: a deck is a file of JSON lines, one
entry a line, decoded straight into these structs. A new deck is one type, one file and one row of `Content`. Only
types belong here; reading files is `loading/loader.py`, reaching an entry by the name of its deck is `decks.py`.

Every entry of a deck has a `number`. It is permanent: what a household has heard is kept as numbers, so a
number is never reused, not even after its entry is taken out.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

Theme = Literal["communication", "vulnerability", "rituals", "empathy", "touch", "experiences", "conflict"]
Length = Literal["short", "standard", "long"]
QUESTION_DEPTHS: dict[Length, tuple[int, ...]] = {"short": (1,), "standard": (1, 2), "long": (1, 2, 3)}
"""Depths of the questions that an evening of each length asks."""
Moment = Literal["morning", "mealtime", "parting", "reunion", "evening", "bedtime", "weekend"]
Feeling = Literal[
    "sad", "stressed", "angry", "anxious", "hurt", "tired", "lonely", "ashamed", "disappointed", "overwhelmed", "happy"
]
Tone = Literal["glad", "open", "heavy"]
"""What answers a question asks for. glad: something good or funny. heavy: something hard, sad, worrying or conflicting,
now or back then. open: it could be either, and so are most questions about what somebody needs or is used to."""
Topic = Literal["money", "children", "sex", "family", "work", "health", "faith", "past"]
Mood = Literal["light", "funny", "deep", "romantic"]
"""What a question feels like; what a couple can ask for ("something funny")."""
Shape = Literal["thank_you", "remember", "play", "plan"]
"""The evenings a question fits. thank_you: appreciation all through. remember: what the two have shared or come from.
play: light and funny. plan: something to look forward to."""
Risk = Literal["danger", "self", "child", "fear"]
SPOKEN_FIELDS = ("text", "follow_up", "name", "apart", "to_one", "strength", "first_step")
"""The fields that are spoken, in every deck that has them."""
Number = Annotated[int, Meta(ge=1, le=9999)]
Text = Annotated[str, Meta(min_length=2, max_length=400)]
Identifier = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_.]{1,59}$")]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every entry of every deck has."""

    number: Number
    text: Text


class DeckRow(Struct, frozen=True, kw_only=True):
    """What is known of a deck beside the type of its entries."""

    goal: int
    """Entries that it needs for a year of evenings."""
    may_ask: bool = False
    """Whether its entries may end with a question; after all others a line of the conversation may ask."""


class Question(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One open question that either partner can answer."""

    theme: Theme
    depth: Annotated[int, Meta(ge=1, le=3)]
    """1 is easy to answer at the door, 2 asks for a feeling, 3 asks for something rarely said."""
    tone: Tone
    """What answers it asks for, so that the listener's words fit. Judged by reading, not by keywords."""
    topics: tuple[Topic, ...] = ()
    """What it touches; a couple may avoid a topic."""
    follow_up: str | None = None
    """A short second question the program may add, such as "What helped?"."""
    mood: Mood | None = None
    """None where it has none of them, or depends on the answer."""
    shapes: tuple[Shape, ...] = ()
    joint: bool = False
    """Wants one answer that the two find together, so it is asked once, not once to each."""
    modelled: bool = False
    """One of the three questions that the whole skill is built on; they come in the first week."""
    asked_only: bool = False
    """Comes only where they asked for its topic or its subject: it could hurt where fear plays a part, or is for those
    alone who have what it asks about (a pet, a wedding behind them)."""
    soothing: bool = False
    """Mark of a question for a hard evening, so that whoever is low is asked for nothing: quiet, and about the two."""
    about: tuple[Identifier, ...] = ()
    """Subjects beside the listed topics; the words that couples have for each are the line `about.<subject>`."""


class EmpathyPhrase(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that one partner can say to the other."""

    feeling: Feeling | None = None
    """The feeling it speaks to; none for words that name no feeling, which come only where none was asked for."""
    kind: Literal["see", "understand", "support", "celebrate", "love", "ask", "tell", "part", "receive"]
    """Of love are words that need no occasion: something nice to say. To ask is to say what one would like, to tell is
    to say how one is; to part is a goodbye, and to receive is an answer to praise."""
    fits: tuple[Tone, ...] = ()
    """Tones of questions after whose answer a listener can say it, whatever the answer was."""
    neutral: bool = False
    """Whether it can be said where nothing is known, glad or sad. One that asks for more fits no tone: after a question
    the other one's turn follows."""
    modelled: bool = False
    """Whether it is one of the three phrases that the skill is built on; they belong to the first week."""


class Ritual(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A small habit to keep."""

    id: Identifier
    """Readable and permanent, such as `evening_walk`; the value of the `ritual` slot."""
    name: Text
    """Fits "you picked ...": lower case, with its article, such as "an evening walk"."""
    text: Text
    """The suggestion as spoken: one or two sentences."""
    moments: Annotated[tuple[Moment, ...], Meta(min_length=1)]
    synonyms: Annotated[tuple[str, ...], Meta(min_length=2)]
    """What people may call it; the first is the value's name in the interaction model."""
    minutes: Annotated[int, Meta(ge=1, le=180)]
    cost: Literal["free", "low", "some"]
    place: Literal["in", "out", "either"]
    apart: str | None = None
    """The same idea for partners who are in two places, where there is one."""
    seasons: tuple[Literal["spring", "summer", "autumn", "winter"], ...] = ()
    """Empty means all year."""
    modelled: bool = False
    """Whether it is one of the three rituals that the skill is built on; they belong to the first week."""


class Experience(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something new to do together, or an old pleasure again."""

    cost: Literal["free", "low", "some"]
    place: Literal["in", "out", "either"]
    topics: tuple[Topic, ...] = ()
    apart: str | None = None
    """The same idea for partners who are in two places, where there is one."""
    tonight: bool = False
    """Mark of an idea for right now, so that it is offered late in the day: at home, with what is there."""


class Prompt(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line that stands by itself: an invitation to touch, a shared plan, a takeaway."""


class Appreciation(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something kind that the two tell each other."""

    to_one: str | None = None
    """The same said to one of them, where names are known: `{first}` is who speaks, `{second}` who hears it."""


class RepairPhrase(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that either of them can say, as they stand, when a talk has gone wrong."""

    sorry: bool = False
    """Whether they are for somebody who wants to say sorry."""
    deed: bool = False
    """Mark of an apology for one kind of deed, so that it comes last: nobody here knows what was done."""
    to_the_other: bool = False
    """Mark of words for when the other one is short, silent or in a mood: they ask, and appease nobody."""


class Starter(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way to settle who speaks first."""

    playful: bool = False
    """A little game; the others are plain."""
    one_room: bool = False
    """Tells the two apart by what only shows in one room: where they sit, how they look. Not for two who are apart."""


class AboutEvening(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence that leads into an evening of some kind, or closes it."""

    about: Literal[
        "two_questions",
        "one_question",
        "thank_you",
        "remember",
        "play",
        "plan",
        "listen",
        "touch",
        "understand",
        "solo",
        "apart",
    ]
    """The kind of evening: a shape, or how they are there."""


class Practice(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something a couple does for a minute or two, not only talks about."""

    theme: Theme


class Sign(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sign that intimacy is thinning, asked about the two of them."""

    kind: Literal["intimacy", "drifting"]
    text: Text
    """A question that yes, no and sometimes answer, and in which yes means that the sign is there."""
    strength: Text
    """What is strong where the sign is not there; fits "What's already strong: ..."."""
    theme: Theme
    """The strategy that answers this sign."""


class ThemeEntry(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the seven strategies."""

    id: Theme
    name: Text
    """Fits "Tonight is about ...": lower case, such as "really listening"."""
    text: Text
    """Two or three sentences that tell what it is and why it helps."""
    first_step: Text
    """One thing to do tonight, as an invitation."""


class CareLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A telephone number that is spoken where somebody is not safe."""

    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    risk: Literal["emergency", "danger", "self", "child"]
    name: Text
    phone: Annotated[str, Meta(pattern=r"^[0-9][0-9 -]{1,18}$")] | None = None
    text_line: str | None = None
    """How to reach it by text message, as spoken."""
    texts: bool = False
    """Whether the same number takes text messages, too."""
    web: str | None = None
    """Where to find it on the web, as spoken: for a country that has no one number."""
    source: Text
    checked: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    confirmed: bool
    """Unconfirmed numbers are not spoken, except the emergency number."""


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence of the conversation itself, in several wordings.

    A wording may hold `{names}` to be filled; all wordings of a line take the same ones.
    """

    id: Identifier
    ends: Literal["ask", "cue", "tell"]
    """ask: ends with a question. cue: ends by saying what to say. tell: neither, the microphone is closed after it."""
    texts: Annotated[tuple[Text, ...], Meta(min_length=1)]


class Content(Struct, frozen=True, kw_only=True):
    """Everything one locale can say: a row a deck, read from the file of the row's name.

    Decks map permanent numbers to entries, in the order of the file.
    """

    locale: str
    questions: Annotated[Mapping[int, Question], DeckRow(goal=700, may_ask=True)]
    empathy: Annotated[Mapping[int, EmpathyPhrase], DeckRow(goal=260, may_ask=True)]
    rituals: Annotated[Mapping[int, Ritual], DeckRow(goal=100)]
    experiences: Annotated[Mapping[int, Experience], DeckRow(goal=100)]
    appreciation: Annotated[Mapping[int, Appreciation], DeckRow(goal=120)]
    touch: Annotated[Mapping[int, Prompt], DeckRow(goal=60)]
    repair: Annotated[Mapping[int, RepairPhrase], DeckRow(goal=65, may_ask=True)]
    first: Annotated[Mapping[int, Starter], DeckRow(goal=36)]
    plans: Annotated[Mapping[int, Prompt], DeckRow(goal=60)]
    openings: Annotated[Mapping[int, AboutEvening], DeckRow(goal=88)]
    closings: Annotated[Mapping[int, AboutEvening], DeckRow(goal=110)]
    takeaways: Annotated[Mapping[int, Prompt], DeckRow(goal=3)]
    practices: Annotated[Mapping[int, Practice], DeckRow(goal=42)]
    signs: Annotated[Mapping[int, Sign], DeckRow(goal=9, may_ask=True)]
    themes: Annotated[Mapping[int, ThemeEntry], DeckRow(goal=7)]
    lines: Mapping[str, Line]
    care: tuple[CareLine, ...]
