# SPDX-License-Identifier: Apache-2.0
"""Tests of the stores one by one, with the server and the proxy that they need."""
