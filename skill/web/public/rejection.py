# SPDX-License-Identifier: Apache-2.0
"""The error of a request that Alexa has not sent, or not just now."""


class Rejected(Exception):
    """A request that is not answered. The message is a short reason for the log, and holds nothing from outside."""
