# SPDX-License-Identifier: Apache-2.0
"""A process in which a couple talk until it is killed. It prints the number of each turn that was answered."""

import sys
from itertools import count

from alexa.couple import Couple

from lambda_handler import make_handler
from skill.settings import Settings

couple = Couple(make_handler(Settings(store=f"sqlite:///{sys.argv[1]}")))
for number in count(int(sys.argv[2])):
    envelope = couple.intent("TonightsQuestionIntent") if number % 3 else couple.envelope("LaunchRequest")
    envelope["request"]["requestId"] = str(number)
    couple.send(envelope)
    print(number, flush=True)
