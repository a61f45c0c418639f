# SPDX-License-Identifier: Apache-2.0
"""What the skill can say, as data: types, loader, rules and report. Sentences live in the `.jsonl` files, not here."""
