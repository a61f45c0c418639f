# SPDX-License-Identifier: Apache-2.0
"""Closer Together: a voice skill that walks two people through a spoken check-in.

Nothing but the version belongs in this file: importing a room must not load the whole house.
"""

__version__ = "0.1.0"
