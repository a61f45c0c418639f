# SPDX-License-Identifier: Apache-2.0
"""Rules of taste for the decks, and the report that tells what breaks one."""
