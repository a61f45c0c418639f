# SPDX-License-Identifier: Apache-2.0
"""What they tell in whatever words, heard by frames: news of the two of them, and how they want the evening."""
