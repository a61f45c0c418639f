# SPDX-License-Identifier: Apache-2.0
"""English word lists for the rules of taste: what is never said, and what gives a topic away.

Only lists belong here; rules.py says what follows from a find. Each list is a regular expression written as words
between spaces, `_` standing for a space inside a phrase. Words are matched whole, in upper or lower case. Where an
innocent sentence trips a list, reword the sentence before the list.
"""

from __future__ import annotations

import re


def _words(listed: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(listed.split()).replace("_", " ") + r")\b", re.IGNORECASE)


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


SAID_IN_SOME_COUNTRIES = "is said in some countries only"

NEVER_SAID = {
    "assumes a gender": _words(r"""
        he she him her his hers himself herself man woman men women guys? ladies gentlem[ae]n (?:boy|girl)friends?
        manly feminine masculine"""),
    "assumes a marriage": _words(r"""
        husbands? wife wives spouses? marriages? marry married weddings? honeymoon anniversar(?:y|ies) engagement
        fianc[ée]e?s? vows? divorced? bride groom in-laws?"""),
    "assumes children": _words(r"""
        (?:our|your)_(?:child|children|kids?|son|daughter|baby|little_ones?) the_(?:kids|children) as_parents
        parenting pregnan(?:t|cy) nursery babysitter"""),
    "assumes a faith": _words(r"""
        god pray(?:er|ers|ing)? church mosque synagogue bless(?:ed|ing|ings)? heaven(?:ly)? sins? christmas easter
        ramadan hanukkah diwali sabbath sacred amen worship"""),
    "assumes health": _words(r"""
        diagnos\w+ medications? pills? depress(?:ed|ion) disorders? bipolar adhd panic_attacks? insomnia
        clinical (?:a|the)_patient symptoms? addict\w*"""),
    "assumes a shared home": _words(r"""
        our_(?:house|home|flat|apartment|bedroom|bed|kitchen|mortgage) your_(?:bedroom|mortgage|shared_home)
        the_mortgage under_one_roof household"""),
    "is a chore": _words(r"""
        chores? dishes dishwasher laundry vacuum\w* ironing groceries errands? tidy(?:ing)? trash housework
        cleaning"""),
    "is a therapy word": _words(r"""
        boundar(?:y|ies) trigger\w* validat\w+ attachment codependen\w+ toxic gasligh\w+ traum\w+ self-care
        self-soothe love_languages? emotional_labor hold(?:ing)?_space safe_space mindful\w* vulnerab\w+ intimacy
        intimate communicat\w+ relationships? coping inner_child process(?:ing)?_(?:your|the|those|my)_\w+ regulat\w+
        therap\w+ counsel\w+ closure empath\w+ emotional(?:ly)?_(?:needs|available|unavailable) i-statements?
        reconnect\w* quality_time growth_mindset manifest\w*"""),
    "says your partner": _words(r"partners? significant_other better_half soul_?mates? lovers?"),
    "blames": _words(r"""
        why_(?:don't|didn't|can't|won't|do|did|are|were)_you (?<!have_)you_(?:always|never) faults? to_blame blames?
        whose_turn_it_is guilty selfish lazy ashamed_of_you"""),
    "tells them what they should do": _words(r"should(?:n't)? ought supposed_to have_to_do_better need_to_do"),
    "is read out wrong": _words(r"rows? bow bows wound wounds wind dove bass sow tears lead"),
    # American words may stand in the decks where words.jsonl tells what others say.
    SAID_IN_SOME_COUNTRIES: _words(r"""
        cinema car_park parking_lot autumn queue fortnight lie-in sledg\w+ holidays? mobiles? cell_phone cellphones?
        sidewalk pavement apartment petrol telly trousers pants biscuits? cookies? candy crisps faucet elevator soccer
        rubbish fanc(?:y_it|ies) by_post cross"""),
    "makes one of each other": _words(r"""
        each_other_(?:is|was|has|does|did|feels|says|said|thinks|knows|makes|made|needs|wants|likes|loves|gives|gets|goes)
        which_(?:one_)?without_the_other"""),
    "is explicit": _words(r"""
        naked nude undress\w* orgasm\w* foreplay erotic\w* seduc\w+ kinky? sexy lingerie arous\w+ libido strip"""),
}
"""What is found: words that no entry may hold."""

REFERS_TO_NOTHING = {
    "refers to something that was never said": _words("(?:from|since|like|than|as)_last_time"),
    "says here for the two of them": _words("(?<!of_)(?<!from_)here"),
}
"""What no question or practice may hold: nothing was said before it, and it is heard anywhere."""

_AGES = "five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen|twenty"

TOPIC_WORDS = {
    "money": _words(r"""
        money salar(?:y|ies) rent afford bills? budgets? debts? rich wealth\w* savings lottery expensive wages?
        bank_account pay_rise spending broke inherit\w*"""),
    "children": _words(r"children kids? bab(?:y|ies) sons? daughters? parenthood toddlers?"),
    "sex": _words(r"sex sexual(?:ly)? desires? desired turn(?:s|ed)?_you_on mak(?:e|ing)_love"),
    "family": _words(r"""
        famil(?:y|ies) mothers? fathers? mums? moms? dads? parents? sisters? brothers? siblings?
        grand(?:mother|father|ma|pa|parent|child|children|son|daughter)s? aunts? uncles? cousins? relatives?
        raised_you people_who_raised"""),
    "work": _words(r"""
        jobs? boss(?:es)? colleagues? coworkers? careers? office deadlines? commute workdays? working_days?
        (?:at|from|after|about|of|your|for|to|with|off|than|without)_work(?!_(?:it|out|on|through))
        work_(?:week|day|life|trip|call|email)s? promotion paid_to_do day_off"""),
    "health": _words(r"""
        health\w* ill illness(?:es)? sick\w* doctors? hospitals? (?:your|my)_body bodies disease cancer surgery
        weight_loss injur\w+ dying deaths?"""),
    "faith": _words(r"faith religio\w+ spiritual\w* souls? temple beliefs? believe_in miracles? afterlife"),
    "past": _words(
        r"""
        childhood as_a_child as_children child_you_were when_you_were_(?:a_|an_)?(?:little|young|small|child|kid|"""
        + _AGES
        + r""")
        gr[eo]w(?:ing)?_up the_past your_past younger at_school school teenagers? before_(?:you|we|you_two)_met
        first_love an_ex exes years_ago old_(?:wound|hurt|disagreement|argument|mistake)s?"""
    ),
}
"""Words that give away what an entry touches. Questions and experiences carry topics; no other deck may touch one."""

YES_OR_NO = _set("""
    am are aren't can can't could couldn't did didn't do does doesn't don't had hadn't has hasn't have haven't is
    isn't may might must shall should was wasn't were weren't will won't would wouldn't""")
"""A question that begins with one of these can be answered with yes or no."""

OPEN_WORDS = _set("what what's whatever how how's which who who's whom whose where where's when when's why")
"""A clause of a question begins with one of these."""

LEADS = _set("and or but so then in at on for from to with by of about")
"""Words that may stand before an open word: "and what helped", "in which room"."""

SUBJECTS = _set("you you're you've you'd your the a it it's life things somebody someone one both each we they")
"""After "when" or "where" they set the scene ("when you woke up") instead of asking."""

INVITATIONS = _words("""
    tell describe name think finish picture imagine ask share choose pick recall remember take_turns complete say give
    let make draw plan invent guess paint walk talk list design show begin start compare look trade go_back try fill""")
"""An entry that asks without a question mark begins with one of these."""

_LETS_THEM_ASK = "(?:ask each other|take turns asking|each of you asks|let one of you ask):"

TO_EACH_OTHER = re.compile(rf"^{_LETS_THEM_ASK}\s*", re.IGNORECASE)
"""Lets them say I and you. What they are to ask comes after it."""

FRAMES = re.compile(rf"^(?:{_LETS_THEM_ASK}|tell each other\b(?: about)?)\s*", re.IGNORECASE)
"""Gives them the word. What they are to talk about comes after it."""

THE_TWO = _words("""
    each_other you_two two_of_you the_other(?:_one)?(?:'s)? you_both both_of_you each_of_you one_of_you which_of_you
    as_a_pair side_by_side""")
"""Speaks of the other one, or of both."""

ONE_TO_THE_OTHER = re.compile(r"\b(?:I(?:'m|'ve|'d|'ll)?|me|my|mine|we(?:'re|'ve|'d|'ll)?|us|our|ours)\b")
"""What one says to the other, in the words after such an opening."""

ASKS_TWICE = re.compile(
    r", (?:and|or) (?:(?:in|at|on|for|from|to|with|by|of) )?(?:what|which|where|how|who\w*|when|why)\b"
)
"""A second question hung on to the first."""

STOP_WORDS = _set("""
    a about after all also an and any are as at be been before but by can could did do does each for from get had has
    have how i if in into is it it's its just like made make more most much of on one or other our out so some
    something than that that's the their them then there they this to two up us was we were what what's when where
    which who will with would you you'd you're you've your""")
"""Left out when entries are compared."""

TRIPS_A_VOICE = re.compile(
    r"\b(?:e\.g|i\.e|hm+|sh+h|ha(?:ha)+|argh|ugh|mm+|etc|eg|ie|vs|approx|mins?|hrs?|sec|mr|mrs|ms|dr|st|asap|diy|ok)\b"
    r"|([a-z])\1\1|\.\.|[?!]{2}|(?-i:\b[A-HJ-Z]\.)",
    re.IGNORECASE,
)
"""Abbreviations, sounds and doubled marks that voices read out wrong."""

SPELLED_OUT = frozenset({"TV", "NSPCC"})
"""Words in capitals that voices say letter by letter, as people do."""
