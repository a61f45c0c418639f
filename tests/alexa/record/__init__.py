# SPDX-License-Identifier: Apache-2.0
"""Tests of what requests leave in the record, with the household loop around each turn."""
