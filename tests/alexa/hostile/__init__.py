# SPDX-License-Identifier: Apache-2.0
"""Tests of what nobody means well by, or nobody may read: forged, refused, and private."""
