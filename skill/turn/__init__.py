# SPDX-License-Identifier: Apache-2.0
"""One turn of one household around the conversation: load, respond, carry out effects, save."""
