# SPDX-License-Identifier: Apache-2.0
"""The Alexa face, through the handler and with whole envelopes."""
