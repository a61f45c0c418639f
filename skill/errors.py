# SPDX-License-Identifier: Apache-2.0
"""Errors that a person caused and can mend. Each message is one sentence: what was wrong, where, and what to do."""


class InputError(Exception):
    """Input from outside that cannot be used. The command line prints it and leaves with status 2."""
