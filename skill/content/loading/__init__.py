# SPDX-License-Identifier: Apache-2.0
"""The way from the files of the decks to `Content`: read, put in a locale's words, and kept for a cold start."""
