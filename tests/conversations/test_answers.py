# SPDX-License-Identifier: Apache-2.0
"""What people answer to our own questions: whatever a question names must be understood where it was asked.

A row is a state, an answer, and the intents that lead on as the answer means. An answer that was misunderstood once
becomes a row here.
"""

import pytest

from skill.checkin.session import State
from skill.checkin.table import expected_in, move_for
from skill.language_model import load_language_model
from skill.speaker.understanding import Understanding

ANSWERS = """
talk           Next Resume Yes            go on; move on; let's move on; we can go on; shall we go on; the next step; carry on; next
talk           TalkTime                   more time; a bit longer; a little longer; we need longer; we need more time; keep talking
talk           TalkTime                   another minute; a little more time; more time please
talk           StartCheckIn               longer
offer          Yes Next StartCheckIn      yes please; the check-in; begin; let's start; we're ready; ready; now; a short one
offer          No                         not tonight; another time; leave it for tonight
offer          TonightsQuestion           just one question; tonight's question
offer          AnotherOne                 something else; another theme
just_question  Yes No                     yes; no
ritual         Yes ChooseRitual SaveThis  yes; we'll try it; that one; this one; keep it
ritual         AnotherOne                 something else; a different one; another one; hear another; try another
ritual         No                         no; no thanks
question       Yes TalkTime               now; yes; time to talk
question       No SaveThis                later; keep it for later
question       AnotherOne                 a different question; hear another; another one
phrase         AnotherOne                 one more; another; another one
phrase         No Stop                    enough; that's enough; that's it
follow_up      Yes RitualDone             yes; yes we did; it did
follow_up      No RitualMissed TalkTime   no; not yet; not this time; no we didn't; not really; we forgot; it can wait
follow_up      Sometimes                  half; sometimes
rate           Rate                       a six and an eight; six and eight; seven; 7 and 9
rate           Next Pass No               skip; we'd rather not
just_us        Yes Solo                   yes; just us; only us two; it's just us; just the two of us
just_us        No                         no; somebody else is here
saved          Yes TalkTime AnotherOne    yes; more; some more
saved          No Stop                    no; enough
reflect        Sometimes                  sometimes; we disagree; a little
reflect        Next Pass                  skip
reflect        No                         no; not really
cool_consent   Yes                        yes; yes we both do; we both do
cool_breathe   Yes Next TalkTime Resume   ready; go on; talk now
cool_breathe   No Pause Solo              we need a break; take a break; time apart
cool_repair    No Stop                    enough; that's enough
cool_repair    AnotherOne                 another; another one
forget         Yes ForgetUs               yes; erase it; erase everything
forget         No SaveThis                no; keep it
ready          TonightsQuestion           a question; tonight's question
ready          StartCheckIn               the check-in; the whole check-in
ready          SuggestRitual SuggestExperience  a ritual; a small ritual; something to do together; an idea to try
ready          No Stop                    no; that's all; no that's it; nothing
safety         Yes                        yes; yes please
"""
ROWS = [
    (row[:15].strip(), meant.split(), answer.strip())
    for row in ANSWERS.strip().splitlines()
    for meant, answers in [row[15:].split("  ", 1)]
    for answer in answers.split(";")
]


@pytest.fixture(scope="module")
def understanding():
    return Understanding(load_language_model("en-US"))


@pytest.mark.parametrize(("state", "meant", "answer"), ROWS, ids=[f"{state}: {answer}" for state, _, answer in ROWS])
def test_an_answer_to_our_own_question_leads_on(understanding, state, meant, answer):
    meaning = understanding.meaning(answer, expected_in(State(state)))
    assert meaning.intent.removeprefix("AMAZON.").removesuffix("Intent") in meant
    assert move_for(State(state), meaning.intent) is not move_for(State(state), "AMAZON.FallbackIntent")
