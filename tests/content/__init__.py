# SPDX-License-Identifier: Apache-2.0
"""Tests of the decks: loading them, their rules, their report, and the entries themselves."""
