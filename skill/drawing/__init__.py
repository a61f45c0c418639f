# SPDX-License-Identifier: Apache-2.0
"""The conversation as pictures, drawn from the transition table: one of the whole, and one a topic."""
