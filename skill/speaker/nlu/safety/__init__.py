# SPDX-License-Identifier: Apache-2.0
"""Sentences that say, or may say, that somebody is not safe."""
