# SPDX-License-Identifier: Apache-2.0
"""What gunicorn reads by itself where it is started in this folder: gunicorn 'skill.web:create_public_app()'.

Where the settings are wrong it says so in one sentence and leaves; without this file gunicorn prints a traceback.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from skill.errors import InputError
from skill.web import create_public_app
from skill.web.public.server import SETTINGS

try:
    create_public_app()
except InputError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
globals().update(SETTINGS)
