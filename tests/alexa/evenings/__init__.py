# SPDX-License-Identifier: Apache-2.0
"""Tests of whole evenings in front of a device."""
