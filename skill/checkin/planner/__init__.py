# SPDX-License-Identifier: Apache-2.0
"""Plans of evenings: pure choices over the decks and the household's record, which say nothing themselves.

`evening.py` puts a plan together, `shapes.py` knows what kinds of evenings there are; themes, questions and rituals
have a file each.
"""
