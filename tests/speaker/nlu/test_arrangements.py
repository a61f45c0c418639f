# SPDX-License-Identifier: Apache-2.0
"""How they want the evening itself: who of the two begins, no music, another night; and what stands beside a yes."""

from __future__ import annotations

import pytest
from cases import each_case
from understood import rules_of, understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.checkin.planner.subjects import MUSIC, names
from skill.content.loading.loader import load_content
from skill.speaker.nlu.language import load_language

UNDERSTANDING = rules_of()
SET_NAMES, AVOID, YES, NO = "SetNamesIntent", "AvoidTopicIntent", "AMAZON.YesIntent", "AMAZON.NoIntent"


def heard(text: str, state: State | None = None) -> tuple[str, dict[str, str]]:
    """The intent and the spoken slots of a sentence, in a state of the conversation."""
    meaning = UNDERSTANDING.meaning(text, EXPECTED[state] if state is not None else ())
    return meaning.intent, dict(meaning.spoken)


@each_case(
    ("text", "name"),
    [
        ("could Siobhan go first, it's her had the bad day", "Siobhan"),
        ("Siobhan's starting tonight, it's always me", "Siobhan"),
        ("no, Siobhan begins, not Pat", "Siobhan"),
        ("not Pat this time, Siobhan goes first", "Siobhan"),
        ("yes, but let Ray start tonight", "Ray"),
        ("can you start with Gus please", "Gus"),
        ("yes, but let me go first this time", "me"),
        ("can I go first, he's the quiet one and he's turned red", "me"),
        ("nobody's in danger, we just want me to go first", "me"),
        ("okay, start with me", "me"),
        ("let her go first for a change", "the other"),
        ("my husband will start tonight", "the other"),
    ],
)
def test_who_begins_comes_as_a_name_alone(text: str, name: str) -> None:
    assert heard(text, State.OFFER) == (SET_NAMES, {"first": name})


@each_case(
    "text",
    [
        "who goes first",
        "should I go first",
        "does he start",
        "where do I start",
        "you went first last time",
        "he starts school on Monday",
        "it was our first date",
        "me first husband never asked us anything",
        "he's scared to go first",
    ],
)
def test_what_only_has_such_words_lets_nobody_begin(text: str) -> None:
    assert heard(text, State.OFFER)[0] != SET_NAMES


@each_case(
    "text",
    [
        "kill the music though, the baby's only just gone over",
        "yeah ready, and can you turn that music off, it's like a spa in here",
        "good question, but lose the piano, I can't hear her",
        "that tune's driving me mad, make it stop",
        "we'd like to do this one in silence",
    ],
)
def test_no_music_is_heard_in_whatever_words(text: str) -> None:
    assert heard(text, State.QUESTION) == (AVOID, {"topic": "the music"})


@each_case(
    "text", ["turn the music up a bit", "is that your music or next door's", "our song was playing at the wedding"]
)
def test_music_that_is_spoken_of_plays_on(text: str) -> None:
    assert heard(text, State.QUESTION)[0] != AVOID


@each_case(
    ("state", "intent"),
    [(State.OFFER, AVOID), (State.JUST_QUESTION, AVOID), (State.RITUAL, YES), (State.REMIND, YES), (None, AVOID)],
)
def test_a_yes_beside_it_counts_more_where_it_would_be_lost(state: State | None, intent: str) -> None:
    assert heard("yes, and turn that music off", state)[0] == intent


@each_case(
    "text", ["we're wrecked, we'll do it another night", "we're running on fumes so another night", "not tonight"]
)
def test_put_off_is_a_no(text: str) -> None:
    assert heard(text, State.OFFER) == (NO, {})


@each_case(
    ("text", "intent"),
    [
        ("yeah, please, let's slow it down", YES),
        ("yeah, slowly please", YES),
        ("alright, slow then", YES),
        ("yes, both of us, we wanna try", YES),
        ("yeah. fine. Ray? he's nodding, yeah", YES),
        ("I do. Walter? he's shrugging, that's a yes with him", YES),
        ("we'd both like that", YES),
        ("yes. What about you Tom? Yeah, he says aye", YES),
        ("aye, go on. I'm sorry I frightened you, Ruth", YES),
        ("yes, the both of us", YES),
        ("right, let's slow down", YES),
        ("she needs to calm down", "CoolDownIntent"),
        ("I just said both. yeah, Sam here, me too", YES),
        ("yes, help us calm down", YES),
        ("yes, we're fighting", "CoolDownIntent"),
        ("we're fighting again", "CoolDownIntent"),
        ("yeah but I don't want to slow down", NO),
    ],
)
def test_a_yes_to_slowing_down_may_say_so_and_one_to_the_quarrel_is_none(text: str, intent: str) -> None:
    assert heard(text, State.COOL_CONSENT)[0] == intent


@each_case(
    "text",
    [
        "I'd a rotten day at the school",
        "work was brutal today, sorry",
        "I'm not in great form tonight to be honest",
        "honestly I've had better days",
    ],
)
def test_a_hard_day_is_met_first(text: str) -> None:
    assert heard(text, State.OFFER) == ("EmpathyPhraseIntent", {"feeling": "overwhelmed"})


@each_case(
    ("state", "text", "agreed"),
    [
        (State.COOL_CONSENT, "yes, both of us", True),
        (State.COOL_CONSENT, "Declan? Ah, do. Yeah, we do, the pair of us.", True),
        (State.COOL_AND_YOU, "it's Rohan... yes, me too", True),
        (State.COOL_AND_YOU, "aye, me too, I said", True),
        (State.COOL_CONSENT, "she says aye, I say I'm perfectly calm... fine. aye. Both", True),
        (State.COOL_CONSENT, "he says, yeah, I suppose", False),
        (State.COOL_CONSENT, "yes, he's got his shoes on", False),
        (State.COOL_CONSENT, "yes, if she says so", False),
        (State.COOL_CONSENT, "he's scared of me, yes", False),
        (State.COOL_TALK, "yes, and you had that silly green hat on", False),
    ],
)
def test_a_clear_yes_may_stand_beside_who_says_it(state: State, text: str, agreed: bool) -> None:
    assert (heard(text, state)[0] == YES) == agreed


@each_case(
    ("state", "text", "intent", "spoken"),
    [
        (State.RITUAL, "okay, he's nodding. we'll do it. Saturday", "RemindUsIntent", {"days": "Saturday"}),
        (State.RITUAL, "mm, that's nice. he'll laugh. we will", YES, {}),
        (State.PHRASE, "nope, that's good. give us a few minutes", "TalkTimeIntent", {"duration": "a few minutes"}),
        (State.REMIND, "wait, why would you drop Saturday? I want both", "SaveThisIntent", {}),
        (State.REMIND, "oh no, keep the Saturday walk as well, we want both", "SaveThisIntent", {}),
        (State.REMIND, "just the Saturday one. leave the Thursday one be", "RemindUsIntent", {"days": "Saturday"}),
        (State.REMIND, "only this once, not every week", "SometimesIntent", {}),
        (State.TALK, "to help us cool down, for pity's sake, we both want to", "CoolDownIntent", {}),
        (State.REMIND, "leave it at half seven", "RemindUsIntent", {"time": "half seven"}),
        (State.READY, "do you have anything about money or not?", "TonightsQuestionIntent", {"topic": "money"}),
    ],
)
def test_what_stands_beside_it_counts_more(state: State, text: str, intent: str, spoken: dict[str, str]) -> None:
    found, said = heard(text, state)
    assert (found, said) == (intent, spoken)


@pytest.mark.parametrize(
    ("state", "text", "told"),
    [
        (State.OFFER, "one of my lads got hurt on site today and I'm in bits over it", True),
        (State.READY, "I lost the Henderson account today and he forgot to pick up the diapers", True),
        (State.QUESTION, "I lost the Henderson account today and he forgot to pick up the diapers", False),
        (State.OFFER, "the dog next door has a red collar on again", False),
    ],
)
def test_news_is_never_missed_where_they_are_asked_to_begin(state: State, text: str, told: bool) -> None:
    meaning = understanding_of().meaning(text, EXPECTED[state])
    assert ((meaning.intent, meaning.spoken) == ("EmpathyPhraseIntent", {"feeling": "something"})) == told


@each_case(
    ("text", "spoken"),
    [
        ("how do I say I need him to ring me more without nagging", {"feeling": "a wish"}),
        ("how do I tell her nicely that I want her to knock before she comes in", {"feeling": "a wish"}),
        ("what can I say to her when she is sad", {"feeling": "sad"}),
        ("what do I say to that? he told me he misses his brother", {}),
    ],
)
def test_words_for_what_one_would_like_of_the_other_are_words_to_ask_with(text: str, spoken: dict[str, str]) -> None:
    meaning = understanding_of().meaning(text, EXPECTED[State.TALK])
    assert (meaning.intent, dict(meaning.spoken)) == ("EmpathyPhraseIntent", spoken)


@each_case(
    ("text", "asks"),
    [
        ("should she see a counsellor", True),
        ("I think she needs proper help with this, do you know where we'd go", True),
        ("is there somebody he could talk to about what he sees at work", True),
        ("my therapist said that too", False),
        ("we could do with some help with the dishes", False),
    ],
)
def test_help_from_outside_is_asked_for_in_whatever_words(text: str, asks: bool) -> None:
    assert (heard(text, State.TALK) == ("EmpathyPhraseIntent", {"feeling": "help from outside"})) == asks


def test_how_to_say_something_without_upsetting_the_other_is_no_fear() -> None:
    harmless = "how do I tell her I'm not sure about having kids without upsetting her"
    assert heard(harmless, State.OFFER)[0] != "SafetyIntent"
    assert heard("how do I tell him without setting him off", State.OFFER)[0] == "SafetyIntent"


@each_case(
    ("told", "line"),
    [
        ("me", "subject.me"),
        ("other", "subject.other"),
        ("something", "subject.something"),
        ("wish", "subject.wish"),
        ("help", "subject.help"),
    ],
)
def test_the_decks_know_the_words_that_go_out_for_what_is_told(told: str, line: str) -> None:
    assert load_language("en").stands_for[told] in load_content("en-US").lines[line].texts


def test_the_decks_know_what_goes_out_for_an_evening_without_music() -> None:
    assert names(load_content("en-US"), MUSIC, load_language("en").stands_for["music"])


@each_case(
    ("text", "intent"),
    [
        ("What? No! I meant the wee lad, I can't leave him on his own. Nobody's in danger", NO),
        ("god no, you heard that all wrong, the cat did it", NO),
        ("wrong end of the stick, love", NO),
        ("it was a figure of speech", NO),
        ("I'm fine when he's sober", "AMAZON.FallbackIntent"),
        ("no, he hits me", "SafetyIntent"),
    ],
)
def test_where_help_is_offered_that_nobody_is_in_danger_is_a_no(text: str, intent: str) -> None:
    assert understanding_of().meaning(text, EXPECTED[State.SAFETY]).intent == intent


@each_case(
    ("text", "intent"),
    [
        ("money's fine again, we sorted it", "AllowTopicIntent"),
        ("you can ask us about the in-laws now, we made up", "AllowTopicIntent"),
        ("no need to avoid health no more, the doctor gave me the all clear", "AllowTopicIntent"),
        ("parents are off limits for us two, remember that", "AvoidTopicIntent"),
        ("quit giving us ones about the past, ever, it's a sore spot", "AvoidTopicIntent"),
        ("don't ever do work ones, I've just been sacked", "AvoidTopicIntent"),
    ],
)
def test_a_topic_may_be_left_out_or_let_in_again_beside_news(text: str, intent: str) -> None:
    assert heard(text, State.READY)[0] == intent


@each_case("text", ["I'm off work and feeling fine again", "are the kids okay now"])
def test_who_is_well_again_lets_no_topic_in(text: str) -> None:
    assert heard(text, State.QUESTION)[0] != "AllowTopicIntent"


@each_case(
    ("text", "intent"),
    [
        ("we've done our walk, haven't we love", "RitualDoneIntent"),
        ("we didn't do it, did we", "RitualMissedIntent"),
        ("can't hurt, can it", YES),
        ("we've kept it up, believe it or not", "RitualDoneIntent"),
    ],
)
def test_a_tag_turns_nothing_round(text: str, intent: str) -> None:
    assert heard(text, State.FOLLOW_UP)[0] == intent


@each_case(
    "text", ["yes if she listens", "whatever, yes", "yes when he stops", "I suppose so", "yes, he says I have to"]
)
def test_a_yes_on_condition_is_no_consent(text: str) -> None:
    assert heard(text, State.COOL_CONSENT)[0] != YES
