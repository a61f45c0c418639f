# SPDX-License-Identifier: Apache-2.0
"""What understanding knows of a language beside the interaction model: `<language>.json` in this folder.

Contractions, fillers, words that mean nearly the same, words that a recogniser confuses, what the platform's own
intents answer to, first names. All of it is plain data, so that somebody who writes no Python can mend it. A language
without a file understands its samples as they are written.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from skill.speaker.nlu.similarity.stemming import Stem

FOLDER = Path(__file__).resolve().parent


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """Intents that are contraries of each other, or that a "not" turns into nothing."""

    intents: list[str]
    turning: list[str] = []
    """Words and phrases that turn a sentence round, beside the negations; `skip*` has any ending."""


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    stemmer: str = ""
    """The Snowball stemmer's name for the language; without it words are compared as they are."""
    symbols: dict[str, str] = {}
    """A sign to the words for it: `&` to `and`. A slash counts between digits only."""
    contractions: dict[str, str] = {}
    """A written word to the words it stands for: `i'm` to `i am`, `checkin` to `check in`."""
    slurred: dict[str, str] = {}
    """Words that may be a contraction without its apostrophe: `were` for *we're*. Tried second."""
    sound_alikes: dict[str, str] = {}
    """Words to what a recogniser may have meant. Tried last."""
    fillers: list[str] = []
    """Words that never mean anything, wherever they stand."""
    fillers_first: list[str] = []
    """Words and phrases that mean nothing at the beginning."""
    answers: list[str] = []
    """Words that answer before they ask for something: "yes, remind us at eight"."""
    negations: list[str] = []
    """Words that turn a yes round: "don't erase it" is nearest to "erase it", and must not mean it."""
    contraries: list[Group] = []
    """Intents that must not be mixed up (see `similarity/contraries.py`)."""
    joins: list[str] = []
    """Words between two clauses: "yes, but something easy"."""
    about: list[str] = []
    """Words beside a topic that ask for it: "sure, about money"."""
    asks_about_loosely: list[str] = []
    """The same where it is sure that a question is asked for, and the clause has a word of `asked_for`."""
    asked_for: list[str] = []
    """Words of which one names what is asked for: "something *on* trust"."""
    asks_about: list[str] = []
    """Words after which comes what a question is to be about: "one *about* him retiring"."""
    rather_about: list[str] = []
    """Phrases that ask for a subject right before such a word: "*i want it to be* about us"."""
    points_at: list[str] = []
    """Words that name no subject by themselves: "about *it*"."""
    farewells: list[str] = []
    """Words and phrases that end an evening, and take back no yes before them."""
    questions: list[str] = []
    """Words and phrases that a question begins with: who asks "did we do it?" has told nothing."""
    after_a_number: list[str] = []
    """Words after a number that is one of a scale, and counts nothing: "nine *from* me"."""
    one_of_two: list[str] = []
    """Words beside two numbers of which one is meant: "six or seven"."""
    for_both: list[str] = []
    """Words beside a number that is of both of them: "eight each"."""
    proposals: list[str] = []
    """Phrases of these that propose something instead: "how about ten"."""
    yes_voids: list[str] = []
    """Words after a yes that may take it back, or tell of fear."""
    lukewarm: list[str] = []
    """Words of a yes that is polite, and no clear one."""
    dangling: list[str] = []
    """Words that no sentence ends with: who stops there has not finished it."""
    clause_begins: list[str] = []
    """Words that begin another thought: "hang on, *the* phone is ringing"."""
    fillers_last: list[str] = []
    """The same at the end."""
    reason_begins: list[str] = []
    """Words that begin the reason of a request even without a pause: "skip that *he* is tired"."""
    reason_verbs: list[str] = []
    """Verbs of such a reason."""
    reason_verb_endings: list[str] = []
    """The same where it is written as a part of the word before it."""
    reason_never_begins: list[str] = []
    """Words after a pause that take a request back, put it off, or speak to the other one: "stop it, *you* tickle"."""
    reason_voids: list[str] = []
    """Words that do so anywhere in a reason."""
    asks: list[str] = []
    """Words that begin a question."""
    asks_whether: list[str] = []
    """Words that begin a question which wants a yes or a no."""
    cancels: list[str] = []
    """Words that begin a wish to lose a reminder."""
    as_before: list[str] = []
    """Phrases that leave a reminder as it stands."""
    to_remind: str = ""
    """The word that asks for a reminder, and how all words about one begin."""
    reminded: list[str] = []
    """Words for those who are to be reminded: "us"."""
    myself: str = ""
    """The word for whoever speaks, which a first name may stand for: "what could *Walt* say"."""
    asks_for_words: list[str] = []
    """Phrases that ask for words to say to the other one, whatever follows: "what do i say when"."""
    apologies: list[str] = []
    """Words of which one stands in a request for an apology."""
    quarrel: list[str] = []
    """Words of which one stands where the two tell that they quarrel."""
    keeps: list[str] = []
    """Words that begin what is to stay as it is: "leave the Saturday one alone"; one word where only a day follows."""
    seeks: list[str] = []
    """Phrases between pauses while a word is looked for: "about, *I don't know*, the future"."""
    tag_verbs: list[str] = []
    """Verbs of a tag: "we did, *didn't* we". One of these stands before one of `tag_subjects`."""
    tag_subjects: list[str] = []
    only_one: list[str] = []
    """Phrases for one question in place of an evening."""
    only_some: list[str] = []
    """Phrases for a short evening."""
    reports_yes: list[str] = []
    """Phrases that a clause begins with which tells of the other one's yes: "*he says yeah*"."""
    never_with: dict[str, list[str]] = {}
    """Intents by words that none of their sentences has: "begin *pestering* us" begins no evening."""
    starts: list[str] = []
    """Words of beginning, near which stands who is to."""
    picks: list[str] = []
    """Phrases before what is picked among others by a word of its own: "*we want the* phones one"."""
    changes_to: list[str] = []
    """The same, which tell that it takes the place of what they have: "*change it to the* phones one"."""
    names_ritual: list[str] = []
    """Phrases that name a ritual, beside questions: "no question, *a thing for the week*"."""
    wills: list[str] = []
    """Phrases that tell in so many words that one wants to slow down: "aye, *I'm up for it*"."""
    wills_no_quarrel: list[str] = []
    """Phrases with a "not" that turn no such yes round: "we *don't want to go to bed* like this"."""
    tried_only: list[str] = []
    """Phrases in which an "only" puts no condition: "I *was only* trying to help"."""
    louder: list[str] = []
    may_do: list[str] = []
    scoffs: list[str] = []
    will_say: list[str] = []
    """Phrases of who will say the words that were read."""
    no_refusals: list[str] = []
    """Phrases with a no that agree: "we *wouldn't say no*"."""
    ends_asking: list[str] = []
    """Two words that end a question and say no more: "have you one about money or not"."""
    wishes: list[str] = []
    """Verbs of what one would like of the other one, with one of `others` after it: "i need *him* to"."""
    others: list[str] = []
    """Words for the other one as an object."""
    excepts: list[str] = []
    """Words before what is left out: "every day *but* Wednesday"."""
    question_words: list[str] = []
    """Words of which one stands in what asks for a question, and for no ritual."""
    only_once: list[str] = []
    """Two words by which a reminder is to come for once, whatever days stand beside them."""
    wants_both: list[str] = []
    """Two words by which both of two reminders are wanted: "keep both"."""
    stands_for: dict[str, str] = {}
    """Words that go out in a slot for what is told in whatever words, by what that is; the decks know them as
    `subject.*` and `now.words`: `me` for whoever spoke, `other` for the other one, `music`, `something` for news,
    `wish`, `help`, `now` for this very moment, `own` for how one is, and each of `situations`."""
    at_once: list[str] = []
    """Phrases that ask for an idea for this very moment, in a sentence that asks for one: "something *for a bit*"."""
    done_at_once: list[str] = []
    """What two do at once, where they sit: "hold hands"."""
    of_one: list[str] = []
    """Words of a clause that speaks to the other one: "you could give *me* a hug"."""
    may_be_now: list[str] = []
    """Moments that may be this very one."""
    quiet: list[str] = []
    """Words of which one stands where no fun is asked for."""
    proposes_doing: list[str] = []
    """Words of which one stands in a clause that would rather do such a thing: "*just* a hug"."""
    not_only: list[str] = []
    """Words after a "not" that make it a wish: "can we not *just* hold hands"."""
    situations: dict[str, list[str]] = {}
    """Phrases that tell what words are asked for, where it is no feeling of the other one, by what stands for it in
    `stands_for`: a goodbye, an answer to praise, one who is short or silent."""
    beyond_words: list[str] = []
    """Phrases of what no words for a moment at the door fit: "how do i say goodbye *for good*"."""
    own_state: list[str] = []
    """Words that begin what one would tell of oneself: "how do i tell her *i am* lonely"."""
    both_here: list[str] = []
    """Phrases that a clause begins with where both are here: "*he is here*, he just says nothing"."""
    only_silent: list[str] = []
    """Phrases that a clause begins with which tells why nothing was heard of somebody who is here."""
    lengths: dict[str, list[str]] = {}
    """Phrases that name a length by its minutes, near the beginning of a clause: "*three it is* then"."""
    no_turn: list[str] = []
    """Phrases beside a "not" of who has had no turn: "she hasn't *had her go*"."""
    slows_with: list[str] = []
    """Words that may stand with those of `slows_down`: "slow *it down*"."""
    of_another: list[str] = []
    """Words of others, which make a yes to slowing down no clear one."""
    gives_in: list[str] = []
    """Phrases that may be told of the other one beside it: "*she is right*, I got loud"."""
    agrees_here: list[str] = []
    """Words of a clear yes besides those that are a yes anywhere."""
    agrees_with: list[str] = []
    """Phrases that may stand with them: "yeah, *we both would*"."""
    no_yes_with: list[str] = []
    """Phrases with which a yes is no clear one: "*yeah right*", "yeah. *I'm off*"."""
    doubtful: list[str] = []
    """Phrases by which it is not sure that a quarrel is over."""
    own_turn: list[str] = []
    """Phrases that tell that one of them has had no turn."""
    swaps: list[str] = []
    """Phrases that ask for the other one's turn, while they talk."""
    names_next: list[str] = []
    """Words that ask for what comes next, whoever's turn it is."""
    good_nights: list[str] = []
    """Phrases of a good night that a short clause begins with."""
    leaves: list[str] = []
    """Phrases by which they leave, wherever they stand: "can you just *say night night*"."""
    own_sorry: list[str] = []
    """Phrases of whoever wants to say sorry."""
    something_to_say: list[str] = []
    """Phrases that ask for words: "*something that says* sorry"."""
    too_deep: list[str] = []
    """Phrases that turn down what is deep."""
    told_by: dict[str, list[str]] = {}
    """Words of which one stands in a request of some intents, however it is put: what was saved goes only in such."""
    unreminded: list[str] = []
    """Phrases of who wants no reminder."""
    tries: list[str] = []
    """Phrases that a clause begins with which agrees to try something."""
    time_for_more: list[str] = []
    """Phrases that ask whether there is time for more."""
    little_time: list[str] = []
    """Phrases that tell, beside minutes, how little time there is."""
    had_before: list[str] = []
    """Phrases that turn down a question they have had."""
    on_condition: list[str] = []
    """Words that make a yes none: "yes, *but* only *if* she stops"."""
    gentle: list[str] = []
    """Words for what is offered to somebody who is low."""
    of_mending: list[str] = []
    """Words of whoever has something to mend."""
    weekly: list[str] = []
    """Days that say no more than how often: "once a week". The first one begins with the word for each."""
    music_again: list[str] = []
    """Phrases that ask for the music once more."""
    unless: list[str] = []
    """Words by which that is only a condition: "*if* it's too deep"."""
    accepts: list[str] = []
    """Phrases by which a thank you after them is a yes: "*please*. thank you"."""
    thanks_alone: list[str] = []
    """What says thanks, and no more."""
    meant: list[str] = []
    """Phrases before what a question was to be about: "no, *I meant* closeness"."""
    goes_ahead: list[str] = []
    """What is said to go ahead, and no more."""
    done_before: list[str] = []
    """Words before what they have done already: "we *had* a cuddle"."""
    postpones: list[str] = []
    """Phrases that put off what is offered: "we're wrecked, we'll do it another night"."""
    agrees_too: list[str] = []
    """Words that may stand beside a clear yes: "it's Rohan... yes, me too"."""
    slows_down: list[str] = []
    """Words of which one stands in what slows a quarrel down."""
    complains_of: list[str] = []
    """Phrases before a topic that they have had enough of."""
    told_apart: list[list[str]] = []
    """Intents that likeness tells apart, beside those that are contraries."""
    thanks: list[str] = []
    """Words of which one stands in a request for words of thanks."""
    asks_of_us: list[str] = []
    """Words and phrases that begin a question about what is known here: "what did we pick"."""
    until_tomorrow: list[str] = []
    """Words of a no that ends the evening, where the two talk and nothing was asked: "leave it for tonight"."""
    purposes: list[str] = []
    """Words between "remind us" and what of."""
    tells_of_one: list[str] = []
    """Words that begin what is told of one of the two, and no request."""
    light: list[str] = []
    """Words too common to tell one sentence from another where no sample has them."""
    concepts: dict[str, list[str]] = {}
    """A made-up name to words and phrases that mean nearly the same."""
    builtins: dict[str, list[str]] = {}
    """The platform's own intents to what people say for them, beside the samples of the model."""
    elsewhere: list[str] = []
    """What people say near a speaker and do not mean for this skill: other requests, and talk with each other."""
    unlisted: dict[str, list[str]] = {}
    """What people name in a slot of some type, though the model lists no such value: "one about the future"."""
    naming: list[str] = []
    """Words of which one is in each sentence that tells somebody's name."""
    names: list[str] = []
    """Common first names, known as names even in lower case."""
    names_written: list[str] = []
    """The same, known where they are written only: each name makes the ear's network larger."""
    not_names: list[str] = []
    """Words that follow "I am" and are no names, beside all the words of the samples."""


class Language:
    """One language's words, ready to look up."""

    def __init__(self, file: _File) -> None:
        self.stem = Stem(file.stemmer)
        """A word to its stem."""
        self.symbols, self.contraries = file.symbols, file.contraries
        self.answers, self.negations = frozenset(file.answers), frozenset(file.negations)
        self.agreements = self.answers - self.negations
        self.joins, self.about = frozenset(file.joins), frozenset(file.about)
        self.asks_about, self.asks_about_loosely = frozenset(file.asks_about), frozenset(file.asks_about_loosely)
        self.points_at, self.asked_for = frozenset(file.points_at), frozenset(file.asked_for)
        self.one_of_two, self.for_both = frozenset(file.one_of_two), frozenset(file.for_both)
        self.farewells, self.questions = _phrases(file.farewells), _phrases(file.questions)
        self.proposals, self.rather_about = _phrases(file.proposals), _phrases(file.rather_about)
        self.yes_voids, self.lukewarm = frozenset(file.yes_voids), frozenset(file.lukewarm)
        self.dangling, self.clause_begins = frozenset(file.dangling), frozenset(file.clause_begins)
        self._contractions = {word: tuple(meant.split()) for word, meant in file.contractions.items()}
        self.slurred = {word: tuple(meant.split()) for word, meant in file.slurred.items()}
        self.sound_alikes = {word: tuple(meant.split()) for word, meant in file.sound_alikes.items()}
        self.fillers = frozenset(file.fillers)
        self.fillers_first = frozenset(tuple(phrase.split()) for phrase in (*file.fillers_first, *file.fillers))
        self.fillers_last = frozenset(tuple(phrase.split()) for phrase in (*file.fillers_last, *file.fillers))
        self.reason_begins, self.reason_verbs = frozenset(file.reason_begins), frozenset(file.reason_verbs)
        self.reason_verb_endings, self.reason_voids = tuple(file.reason_verb_endings), frozenset(file.reason_voids)
        self.reason_never_begins, self.scoffs = frozenset(file.reason_never_begins), _phrases(file.scoffs)
        self.asks, self.myself = frozenset(file.asks), file.myself
        self.asks_for_words, self.thanks_alone = _phrases(file.asks_for_words), _phrases(file.thanks_alone)
        self.apologies, self.thanks = frozenset(file.apologies), frozenset(file.thanks)
        self.told_apart = [*(frozenset(one.intents) for one in file.contraries), *map(frozenset, file.told_apart)]
        self.quarrel, self.after_a_number = frozenset(file.quarrel), frozenset(file.after_a_number)
        self.keeps, self.as_before = frozenset(_phrases(file.keeps)), frozenset(_phrases(file.as_before))
        self.tags = {(*verb, who) for verb in _phrases(file.tag_verbs) for who in file.tag_subjects}
        self.only_one, self.only_some = _phrases(file.only_one), _phrases(file.only_some)
        self.picks, self.changes_to = _phrases(file.picks), _phrases(file.changes_to)
        self.names_ritual, self.tried_only = _phrases(file.names_ritual), _phrases(file.tried_only)
        self.wills, self.wills_no_quarrel = _phrases(file.wills), _phrases(file.wills_no_quarrel)
        self.seeks, self.louder = frozenset(_phrases(file.seeks)), _phrases(file.louder)
        self.ends_asking, self.never_with = frozenset(_phrases(file.ends_asking)), file.never_with
        self.wishes, self.others = frozenset(file.wishes), frozenset(file.others)
        self.excepts, self.question_words = frozenset(file.excepts), frozenset(file.question_words)
        self.only_once, self.wants_both = frozenset(_phrases(file.only_once)), frozenset(_phrases(file.wants_both))
        self.stands_for, self.weekly = file.stands_for, file.weekly
        self.at_once, self.done_at_once = _phrases(file.at_once), _phrases(file.done_at_once)
        self.may_be_now, self.proposes_doing = frozenset(file.may_be_now), frozenset(file.proposes_doing)
        self.of_one, self.quiet = frozenset(file.of_one), frozenset(file.quiet)
        self.not_only, self.done_before = frozenset(file.not_only), frozenset(file.done_before)
        self.situations = {told: _phrases(phrases) for told, phrases in file.situations.items()}
        self.beyond_words, self.own_state = _phrases(file.beyond_words), _phrases(file.own_state)
        self.both_here, self.music_again = _phrases(file.both_here), _phrases(file.music_again)
        self.only_silent, self.no_turn = _phrases(file.only_silent), _phrases(file.no_turn)
        self.slows_with, self.naming = frozenset(file.slows_with), frozenset(file.naming)
        self.starts, self.reports_yes = frozenset(file.starts), _phrases(file.reports_yes)
        self.of_another, self.gives_in = frozenset(file.of_another), _phrases(file.gives_in)
        self.agrees_here = self.agreements | frozenset(file.agrees_here)
        self.agrees_with, self.no_yes_with = _phrases(file.agrees_with), _phrases(file.no_yes_with)
        self.doubtful, self.names_next = _phrases(file.doubtful), _phrases(file.names_next)
        self.lengths = {length: _phrases(phrases) for length, phrases in file.lengths.items()}
        self.own_turn, self.swaps = _phrases(file.own_turn), _phrases(file.swaps)
        self.good_nights, self.leaves = _phrases(file.good_nights), _phrases(file.leaves)
        self.own_sorry, self.something_to_say = _phrases(file.own_sorry), _phrases(file.something_to_say)
        self.too_deep, self.told_by = _phrases(file.too_deep), file.told_by
        self.unreminded, self.tries = _phrases(file.unreminded), _phrases(file.tries)
        self.time_for_more, self.little_time = _phrases(file.time_for_more), _phrases(file.little_time)
        self.had_before, self.on_condition = _phrases(file.had_before), frozenset(file.on_condition)
        self.gentle, self.of_mending = frozenset(file.gentle), frozenset(file.of_mending)
        self.unless, self.goes_ahead = _phrases(file.unless), _phrases(file.goes_ahead)
        self.accepts, self.meant = _phrases(file.accepts), _phrases(file.meant)
        self.postpones, self.may_do = _phrases(file.postpones), frozenset(file.may_do)
        self.agrees_too, self.slows_down = frozenset(file.agrees_too), frozenset(file.slows_down)
        self.complains_of, self.will_say = _phrases(file.complains_of), _phrases(file.will_say)
        self.asks_of_us, self.no_refusals = _phrases(file.asks_of_us), _phrases(file.no_refusals)
        self.until_tomorrow, self.purposes = frozenset(file.until_tomorrow), frozenset(file.purposes)
        self.asks_whether, self.cancels = frozenset(file.asks_whether), frozenset(file.cancels)
        self.to_remind, self.reminded = file.to_remind, frozenset(file.reminded)
        self.tells_of_one, self.light = frozenset(file.tells_of_one), frozenset(file.light)
        self.concepts, self.builtins = file.concepts, file.builtins
        self.elsewhere, self.unlisted = file.elsewhere, file.unlisted
        self.names_heard = frozenset(file.names)
        self.names = self.names_heard | frozenset(file.names_written)
        self.not_names = frozenset(file.not_names) | self.light

    def spread(self, word: str) -> tuple[str, ...]:
        """A lower-case word with its contraction spread out and its apostrophes dropped."""
        known = self._contractions.get(word)
        return known if known else (word.replace("'", ""),)


def _phrases(listed: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in listed)


@cache
def load_language(locale: str) -> Language:
    """The words of a locale's language; none where there is no file for it."""
    path = FOLDER / f"{locale[:2]}.json"
    return Language(msgspec.json.decode(path.read_bytes(), type=_File) if path.is_file() else _File())
