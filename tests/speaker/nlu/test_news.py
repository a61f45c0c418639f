# SPDX-License-Identifier: Apache-2.0
"""News in whatever words: a worry, an illness, a quarrel that is none; and what only sounds like such."""

from __future__ import annotations

from cases import each_case
from understood import rules_of

from skill.speaker.nlu import FALLBACK

UNDERSTANDING = rules_of()
YES, STOP, EMPATHY, QUESTION = "AMAZON.YesIntent", "AMAZON.StopIntent", "EmpathyPhraseIntent", "TonightsQuestionIntent"
CONSENT = ("AMAZON.YesIntent", "AMAZON.NoIntent", "CoolDownIntent")


def told(text: str, *expects: str) -> tuple[str, dict[str, str]]:
    meaning = UNDERSTANDING.meaning(text, expects)
    return meaning.intent, dict(meaning.slots)


@each_case(
    ("text", "feeling"),
    [
        ("we're not really in the mood, my brother's just lost his job", "overwhelmed"),
        ("Paul has just been laid off", "overwhelmed"),
        ("not tonight, her sister's in the hospital", "overwhelmed"),
        ("my dad's still in hospital", "overwhelmed"),
        ("we're waiting for the scan results", "overwhelmed"),
        ("we're a bit worried about him to be honest, he's got a mortgage", "anxious"),
        ("can we do something quiet, I'm worried about him", "anxious"),
        ("we can't stop worrying about money", "anxious"),
    ],
)
def test_a_worry_or_an_illness_is_met_with_a_kind_word(text: str, feeling: str) -> None:
    assert told(text) == ("EmpathyPhraseIntent", {"feeling": feeling})


@each_case(
    "text",
    [
        "it's only me tonight, Ruth. Henry's in the hospital overnight",
        "Henry's in hospital till tomorrow, nothing serious, but I miss him. I wanted our usual ending",
    ],
)
def test_who_is_alone_with_bad_news_is_heard_as_alone(text: str) -> None:
    assert told(text) == ("EmpathyPhraseIntent", {"feeling": "lonely"})


@each_case("text", ["did your brother lose his job", "we lost our keys", "he lost his keys"])
def test_what_only_sounds_like_bad_news_is_none(text: str) -> None:
    assert told(text)[0] != "EmpathyPhraseIntent"


@each_case(
    "text",
    [
        "have you got something for us, something for when you're worried",
        "something about worry",
        "a question about worries please",
    ],
)
def test_worry_is_a_subject_in_their_own_words(text: str) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.spoken["topic"]) == ("TonightsQuestionIntent", "worry")


@each_case("name", ["Gareth", "him"])
def test_who_only_wants_to_talk_about_somebody_gets_the_time_for_it(name: str) -> None:
    assert told(f"no, something kinder, we just want to talk about {name}")[0] == "TalkTimeIntent"


@each_case(
    "text",
    [
        "ooh, not tonight, that'll start a row",
        "another one, that one's going to start a row",
        "no, this would only cause another fight",
    ],
)
def test_a_question_that_would_start_a_quarrel_is_only_declined(text: str) -> None:
    assert told(text) == ("AnotherOneIntent", {"mood": "light"})


@each_case("text", ["that's started a row", "we're having a row", "that one started a fight again"])
def test_a_quarrel_that_has_begun_is_one(text: str) -> None:
    assert told(text)[0] == "CoolDownIntent"


@each_case(
    "text",
    [
        "we're not rowing, we're fine, just tired",
        "we're not fighting",
        "it's just about who does the cleaning, it's not a big thing",
        "no, it's nothing",
    ],
)
def test_a_quarrel_that_is_none_leads_to_something_light(text: str) -> None:
    assert told(text, *CONSENT) == ("TonightsQuestionIntent", {"mood": "light"})


@each_case("text", ["we're not fine", "we're not fighting, he's hitting me", "it's not a big thing, he only shoved me"])
def test_what_is_no_denial_is_none(text: str) -> None:
    assert told(text, *CONSENT)[0] != "TonightsQuestionIntent"


@each_case(
    "text",
    [
        "is there a way to say sorry without it being a big thing",
        "is there a nice way to apologize without making it a big deal",
        "is there an easy way to make up without it turning into a whole discussion",
    ],
)
def test_words_to_say_sorry_are_no_danger(text: str) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.perhaps_unsafe) == ("MendIntent", False)


@each_case(
    "text",
    [
        "is there a way to say sorry so he doesn't hit me",
        "is there a way to say sorry without him hurting me",
        "is there a way to apologize, I'm scared of him",
    ],
)
def test_fear_beside_an_apology_is_heard(text: str) -> None:
    assert told(text)[0] == "SafetyIntent"


@each_case(
    "text", ["uh, hang on, what is this exactly?", "what's the difference?", "er, no. I meant what's a longer talk"]
)
def test_what_this_is_and_its_own_words_are_explained(text: str) -> None:
    assert told(text)[0] == "AMAZON.HelpIntent"


def test_who_made_up_and_wants_to_finish_may() -> None:
    assert told("we've made up now, he's doing the pans, can we finish")[0] == "AMAZON.StopIntent"


def test_what_they_tell_of_themselves_is_not_saved_as_a_question() -> None:
    assert told("remember that he wants to play our song at the festival")[0] == "PrivacyIntent"


@each_case(
    ("text", "intent", "slots", "in_a_quarrel"),
    [
        ("we had a row about the dishes", "CoolDownIntent", {}, ("CoolDownIntent", {})),
        ("ours are grown up", "AnotherOneIntent", {}, ("AnotherOneIntent", {})),
        ("he says he really feels put on the spot", "AnotherOneIntent", {}, ("AnotherOneIntent", {})),
        ("fine okay but I'm not saying sorry", FALLBACK, {}, (YES, {})),
        ("we got promoted", EMPATHY, {"feeling": "happy"}, ("AMAZON.ResumeIntent", {})),
        ("she got promoted, the washing is out", EMPATHY, {"feeling": "happy"}, ("AMAZON.ResumeIntent", {})),
        ("she got promoted, give us a question", QUESTION, {}, (QUESTION, {})),
        ("she got promoted, can we finish", STOP, {}, (STOP, {})),
        ("I miss him", EMPATHY, {"feeling": "lonely"}, (EMPATHY, {"feeling": "lonely"})),
        ("my grandmother died, it's just me", EMPATHY, {"feeling": "lonely"}, (EMPATHY, {"feeling": "lonely"})),
        ("did you know, my grandmother died", EMPATHY, {"feeling": "sad"}, (EMPATHY, {"feeling": "sad"})),
        ("Henrys in hospital", EMPATHY, {"feeling": "overwhelmed"}, (EMPATHY, {"feeling": "overwhelmed"})),
        ("what now, something about worry", QUESTION, {}, (QUESTION, {})),
        ("we're fine", "AMAZON.NoIntent", {}, (QUESTION, {"mood": "light"})),
    ],
)
def test_news_is_taken_for_what_it_asks_for_and_otherwise_in_a_quarrel(
    text: str, intent: str, slots: dict[str, str], in_a_quarrel: tuple[str, dict[str, str]]
) -> None:
    assert told(text) == (intent, slots)
    assert told(text, *CONSENT) == in_a_quarrel
    assert UNDERSTANDING.meaning(text, CONSENT).confidence == 1.0
