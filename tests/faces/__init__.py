# SPDX-License-Identifier: Apache-2.0
"""Tests of what every face needs."""
