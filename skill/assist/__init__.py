# SPDX-License-Identifier: Apache-2.0
"""The face for speakers at home: a Wyoming service for Home Assistant and whoever else speaks that protocol."""
