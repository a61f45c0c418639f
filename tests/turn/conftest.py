# SPDX-License-Identifier: Apache-2.0
"""Stores that several processes can share."""

from memory.conftest import shared_server, table, url

__all__ = ["shared_server", "table", "url"]
