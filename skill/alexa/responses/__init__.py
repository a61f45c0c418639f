# SPDX-License-Identifier: Apache-2.0
"""Responses to the platform, made of turns."""
