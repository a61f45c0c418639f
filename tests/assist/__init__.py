# SPDX-License-Identifier: Apache-2.0
"""Tests of the service for speakers at home. Its protocol is a set of its own, which not every machine has."""

import pytest

pytest.importorskip("wyoming", reason="wyoming is not installed: requirements/install assist")
