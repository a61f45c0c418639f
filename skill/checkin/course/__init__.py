# SPDX-License-Identifier: Apache-2.0
"""The course of an evening, as the topics share it: its steps, its talk times, and where they are in it."""
