# SPDX-License-Identifier: Apache-2.0
"""Sentences that say somebody is not safe, however they are put.

To miss one is the worst error there is, so here the samples of SafetyIntent are helped by frames: who does what to
whom. The frames read normal words (lower case, contractions spread out). Each names the risk it tells of. What only
sounds alike (a dentist, a chess game) stays out because every frame wants a person who does it and a person it is done
to. Other words in the sentence do not matter: "we had a fight and he hit me" is no cool down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINK = r"(?:\w+ ){0,3}?"

_PARTNER_NOUN = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|spouse|fiancee?|ex|man|dad|daddy|father|stepdad|stepfather|mom|mother|"
    r"stepmom|stepmother|brother|uncle|roommate)"
)
_WHO = rf"(?:he|she|they|(?:my|her|his|their|the kids) (?:\w+ )?{_PARTNER_NOUN}|somebody|someone|alex is|this man|that man)"
_WHOM = rf"(?:him|her|them|(?:my|his|her) (?:\w+ )?{_PARTNER_NOUN}|somebody|someone)"
_CHILD = (
    r"(?:(?:my|our|the|his|her|their) (?:\w+ )?(?:kids?|child|children|sons?|daughters?|baby|babies|boys?|girls?|toddler|little one|stepson|stepdaughter))"
)
_ME = rf"(?:me|us|{_CHILD})"
_HIT = (
    r"(?:hit|hits|hitting|beat|beats|beating|beaten|punch\w*|slap\w*|kick\w*|chok(?:e|es|ed|ing)|strangl\w*|shov(?:e|es|ed|ing)|push(?:es|ed|ing)?|grab\w*|"
    r"attack\w*|assault\w*|abus\w*|rap(?:e|es|ed|ing)|molest\w*|stab\w*|burn\w*|bit|bites?|biting|smack\w*|whack\w*|batter\w*|kill\w*|murder\w*|"
    r"threaten\w*|strik(?:e|es|ing)|struck|shoot\w*|shot|tortur\w*|harass\w*|stalk\w*|suffocat\w*|throttl\w*)"
)
_HURT = r"(?:hurt|hurts|hurting|harm\w*|scar(?:e|es|ing)|frighten\w*|terrif\w*|terroriz\w*|terroris\w*)"
_HARMING = rf"(?:{_HIT}|{_HURT})"
_FEAR = r"(?:afraid|scared|frightened|terrified|fearful|in fear|petrified)"
_SELF = r"(?:myself|ourselves)"
_OTHER_SELF = r"(?:himself|herself|themselves|themself)"
# "beats me at chess", "pushes me to do better", "grabbed me a coffee", "hit me with an idea", "hurt me when he forgot"
_HARMLESS_AFTER = r"(?! (?:at (?!home|night|work|the house)|to (?:be|do|go|get|try|grow|work|become|the punch)|an? |some |with an? (?:idea|question|smile|joke|surprise)|up on|in (?:chess|cards|tennis|scrabble)|feelings?))"

_DANGER = (
    # Someone does it to me.
    rf"\b{_WHO} {_LINK}{_HIT} (?:on )?(?:me|us)\b{_HARMLESS_AFTER}",
    rf"\b{_WHO} {_LINK}(?:hurt|hurts|hurting|harm\w*|scares?|frightens?|terrif\w*) (?:me|us)\b{_HARMLESS_AFTER}",
    rf"\b(?:you|we) {_LINK}(?:hit|hitting|slap\w*|punch\w*|kick\w*|chok\w*|strangl\w*) (?:me|each other)\b{_HARMLESS_AFTER}",
    rf"\b(?:keeps?|kept|started|has been|have been) (?!kill|shoot|threat){_HIT} (?:me|us)\b{_HARMLESS_AFTER}",
    rf"^{_LINK}(?:{_HIT}|hurting|hurts) me (?:again|every|when|last|yesterday|today|tonight|right now|and|in|if)\b",
    # It is done to me.
    r"\bi (?:am|was|got|get|keep|have been|am getting|keep getting|have) (?:being |getting |been )?(?:physically |sexually )?"
    r"(?:abused|beaten|raped|assaulted|molested|stalked|choked|strangled|attacked|threatened|slapped|punched|battered|tortured|held hostage|locked (?:in|up|out)|kidnapped)\b",
    r"\b(?:am|was|get|got|getting|been|being|keep getting) (?:being |getting )?(?:hit|beat up|beaten(?: up)?|hurt|kicked|pushed around|shoved|abused) (?:by (?:him|her|them|my)|at home|again)\b",
    r"\bi am (?:being|getting) (?:hit|hurt|beaten|kicked|harmed|controlled|followed|stalked|abused|threatened|attacked|strangled|choked|raped)\b",
    r"\b(?:victim of|domestic|physical|sexual|emotional|marital) (?:abuse|violence)\b",
    rf"\b(?:abuse|violence|abuser) (?:hotline|number|line|help|at home|in (?:my|our|this))",
    r"\bis this abuse\b|\bam i (?:being abused|in danger|safe (?:here|at home|with (?:him|her|my)))\b",
    r"\b(?:call|number|someone|somebody|help|helpline|hotline) (?:\w+ ){0,3}(?:about|for|with) (?:\w+ )?(?:abuse|domestic violence|violence)\b",
    rf"\b(?:in|living with|stuck in|leave|leaving|escape) (?:an? )?(?:abusive|violent) (?:relationship|marriage|home|{_PARTNER_NOUN})\b",
    rf"\b{_WHO} {_LINK}(?:abusive|violent|dangerous|physical with me|aggressive with me)\b",
    r"\bit (?:got|gets|turned|turns|becomes|became|is getting) (?:physical|violent)\b",
    r"\b(?:laid|lay|lays|laying|put|puts) (?:a |his |her |their )?hands? (?:on me|around my (?:neck|throat))\b|\bby (?:the|my) (?:throat|neck|hair)\b",
    # Weapons, things thrown and broken, doors locked.
    rf"\b{_WHO} {_LINK}(?:has|got|had|have|pulled|pulls|grabbed|holding|waving|with|bought|owns) (?:a |his |her |the |out a )?(?:\w+ )?(?:gun|knife|weapon|bat|rifle|pistol)\b",
    rf"\b{_WHO} {_LINK}(?:throw|throws|threw|throwing|thrown|break|breaks|broke|breaking|smash\w*|punch\w*) (?:things|stuff|dishes|plates|furniture|objects|walls|doors|(?:a |the )(?:wall|door|plate|bottle|glass|chair))\b",
    rf"\b{_WHO} {_LINK}(?:lock|locks|locked|locking|trap|traps|trapped|trapping|keep|keeps|hold|holds|pin|pins|pinned|tie|ties|tied) (?:me|us) (?:in|inside|up|out|down|here|hostage|prisoner|locked|against|to the)\b",
    r"\b(?:will|would|does|do) not let (?:me|us) (?:leave|go|out|see (?:my|anyone|anybody)|call|use (?:my|the) phone|have (?:my|a) (?:phone|money)|talk to (?:my|anyone|anybody)|get (?:away|out))\b",
    r"\b(?:trapped|locked|stuck|held) (?:in this house|in the house|at home with (?:him|her)|inside|against my will)\b|\bi (?:am|feel) trapped (?:with|by|here)\b",
    rf"\b{_WHO} {_LINK}(?:force|forces|forced|forcing|make|makes|made|pressure\w*|coerc\w*) (?:me|himself|herself|themselves) (?:to (?:have sex|sleep with|do things|undress)|have sex|on me|into (?:sex|having sex))\b",
    rf"\b{_WHO} {_LINK}(?:control|controls|controlling) (?:me|everything i do|my (?:money|phone|every))\b",
    rf"\b{_WHO} {_LINK}(?:follow|follows|followed|following|track|tracks|tracking|stalk|stalks|stalking) me\b(?! (?:on|around the|home from))",
    rf"\b{_WHO} {_LINK}(?:threat|threats|threaten\w*)\b(?! to (?:move|cancel|quit|sue|resign|fire))",
    rf"\b(?:threat|threats) (?:from|by) {_WHOM}\b",
    # Fear of a person.
    rf"\b{_FEAR} (?:of|because of|by|around|near) (?:what )?{_WHOM}(?!'?s? (?:leaving|dying|finding|getting|cooking|driving|moving|being|losing|and i (?:drift|grow)))\b(?! (?:leaving|dying|finding|moving|losing))",
    rf"\b{_FEAR} (?:of|because of|for) (?:what )?(?:{_WHO}) (?:will|would|might|may|could|can|is|does|did|has)\b",
    rf"\b{_FEAR} (?:that )?{_WHO} (?:will|would|might|may|could|is going to|is gonna|wants to) (?:\w+ )?(?:{_HARMING}|lose control|snap|explode|find me|do something|come after)\b",
    rf"\b{_FEAR} when(?:ever)? {_WHO}\b",
    rf"\b(?:and|so|that) (?:i am|i feel|it makes me|i get) (?:\w+ )?{_FEAR}$",
    rf"\b{_FEAR} (?:to (?:go|come|be|stay|sleep|live) (?:\w+ )?(?:home|here|there|in (?:my|our) (?:own )?(?:home|house))|in (?:my|our) (?:own )?(?:home|house)|at home|for my (?:life|safety)|for our (?:lives|safety)|to leave (?:him|her))\b",
    rf"\b{_WHO} {_LINK}(?:make|makes|made|making) me (?:feel )?(?:\w+ )?(?:{_FEAR}|unsafe)\b",
    rf"\bfear (?:for my (?:life|safety)|of (?:him|her|my {_PARTNER_NOUN}))\b|\bi fear (?:him|her|them|my {_PARTNER_NOUN})\b",
    # Not safe, in danger, away from here.
    r"\b(?:not|never|no longer|hardly|barely|anything but|far from) (?:\w+ )?(?:feel |feeling |felt )?(?:\w+ )?(?:safe|secure in my (?:home|own home))\b(?! (?:to (?:eat|drive|say|drink|use)|for work|bet))",
    r"\b(?:feel|feeling|felt|am|is|are) (?:\w+ )?unsafe\b|\bunsafe (?:at|with|here|around|in)\b",
    r"\b(?:am|are|is|be|in) (?:\w+ )?in (?:\w+ )?danger\b|^(?:\w+ )?danger$|\bmy life is (?:at risk|in danger)\b",
    r"\b(?:get|getting|got|run|escape|escaping|hide|hiding|safe|protect me|protection|flee|fleeing) (?:away |safe )?(?:from|of) (?:him|her|them|my (?:husband|wife|partner|boyfriend|girlfriend|abuser|ex|father|mother))\b",
    r"\b(?:need|have|got|want|help me) to (?:get out|escape|get away|run away)(?: of (?:here|this house|this marriage|this relationship|my house)| from (?:here|home))?(?: now| tonight| and)?$",
    r"\b(?:call|phone|get|dial|contact|need|want) (?:me )?(?:the )?(?:police|cops|911|nine one one|nine nine nine|emergency(?: services| number)?|an ambulance)\b",
    r"\bneed (?:a |an )?(?:shelter|restraining order|safe place|protective order)\b|\bi need (?:\w+ )?emergency\b|\bthis is an emergency\b|\bsave me from\b",
    rf"\bhelp (?:me|us|please) {_LINK}{_HIT} (?:me|us)\b",
)

_SELF_HARM = (
    rf"\b(?:kill|killing|killed|hurt|hurting|harm|harming|hang|hanging|drown|shoot|stab|poison|starve|punish|burn|burning|injure|injuring|end) {_SELF}\b",
    rf"\b(?:cut|cutting) {_SELF}\b(?! (?:shav|cook|chop|on|while|when|some|a|off|loose))",
    rf"\b(?:kill|killing|hurt|hurting|harm|harming|hang|cut|cutting) {_OTHER_SELF}\b",
    r"\b(?:do|doing) (?:something|anything) (?:bad |stupid |terrible )?to (?:myself|himself|herself|themselves)\b",
    r"\b(?:end|ending|take|taking|took) (?:my|his|her|their|my own|his own|her own|their own) (?:own )?li(?:fe|ves)\b|\b(?:end|ending) (?:it all|everything)\b|\bend it (?:tonight|now)?$",
    r"\bsuicid\w*|\bself harm\w*|\boverdos\w*",
    r"\bnot (?:really )?(?:want|wanna) (?:to )?(?:live|be alive|be here anymore|exist|wake up(?: anymore| tomorrow| again)?|go on(?: living| anymore)?|be around anymore|keep living|live anymore)\b(?! (?:with|in|at|near|here|together|like))",
    r"\b(?:want|wants|wanted|wish|would rather|rather|ready|going|hope) (?:to |i could |i would |i could just |just to )?(?:just )?die\b(?! (?:of|for|laughing))",
    r"\b(?:wish|wished) (?:that )?(?:i|he|she) (?:was|were|am) (?:dead|never born|not alive|not here)\b|\bi (?:want|wanted) to be dead\b|\bbetter off (?:dead|without me|if i was (?:dead|gone)|if i were (?:dead|gone))\b",
    r"\b(?:nothing|no reason|no point|not worth) (?:left )?(?:to live|to live for|living|in living|to go on|in going on)\b|\blife is not worth living\b|\btired of (?:living|being alive|life)$",
    r"\bcan not (?:go on|live) (?:anymore|any more|any longer|like this anymore|living)\b|\bnot (?:feel like|be) (?:living|alive)\b|\bthink(?:ing)? (?:about|of) (?:dying|death|ending it|killing)\b",
)

_CHILD_HARM = (
    rf"\b(?:{_WHO}|you|we|i|is|keeps?) {_LINK}(?:{_HIT}|hurt|hurts|hurting|harm\w*|terrif\w*) {_CHILD}\b",
    rf"\btouch(?:es|ed|ing)? {_CHILD}\b",
    rf"\b{_CHILD} (?:\w+ ){{0,2}}(?:not|never|no longer) (?:\w+ )?safe\b|\b{_CHILD} (?:\w+ ){{0,2}}(?:unsafe|in danger)\b",
    rf"\b(?:afraid|scared|frightened|terrified|fear|fears|worried) for {_CHILD}(?: s)?(?: safety)?\b",
    rf"\b{_CHILD} (?:\w+ ){{0,2}}{_FEAR} (?:of|around|because of) (?:{_WHOM}|(?:his|her|their|my|our) (?:\w+ )?(?:father|dad|mother|mom|stepdad|stepfather|uncle|husband|partner|boyfriend))\b",
    rf"\b{_CHILD} (?:\w+ ){{0,3}}(?:being|getting|gets|got|been|was|were) (?:\w+ )?(?:abused|beaten|molested|raped|hurt by|hit by|harmed|threatened)\b",
    r"\bchild abuse\b|\b(?:danger|dangerous|not safe|unsafe) (?:to|for|with|around) (?:my|our|the) (?:kids?|child|children|son|daughter|baby)\b",
    rf"\b(?:protect|save) {_CHILD}\b",
)

# What is about data, or quotes a phrase to say, is not about somebody's safety.
_OTHER_TOPICS = re.compile(r"\b(?:data|recordings?|information|answers|private|privacy|password|account)\b")

_FRAMES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "en": {
        "child": re.compile("|".join(f"(?:{frame})" for frame in _CHILD_HARM)),
        "self": re.compile("|".join(f"(?:{frame})" for frame in _SELF_HARM)),
        "danger": re.compile("|".join(f"(?:{frame})" for frame in _DANGER)),
    }
}


def risk_in(sentence: str, locale: str) -> str | None:
    """The risk that a sentence of normal words tells of: `child`, `self`, `danger`; None where it tells of none."""
    for risk, frames in _FRAMES.get(locale[:2], {}).items():
        found = frames.search(sentence)
        if found and not (risk == "danger" and "safe" in found[0] and _OTHER_TOPICS.search(sentence)):
            return risk
    return None
