# SPDX-License-Identifier: Apache-2.0
"""Tests of the service for speakers at home. Its protocol is a set of its own, which not every machine has."""

import pytest

pytest.importorskip("wyoming", reason="the package for speakers at home is not installed")
