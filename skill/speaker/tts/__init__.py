# SPDX-License-Identifier: Apache-2.0
"""Voices of the local speaker: SSML to sound."""
