# SPDX-License-Identifier: Apache-2.0
"""Likeness of a sentence to what the samples say, by its words and by what it is about."""
