# SPDX-License-Identifier: Apache-2.0
"""Requests of the platform, read into events and their context."""
