# SPDX-License-Identifier: Apache-2.0
"""Screens of Echo devices: from what is to be shown to APL (Alexa Presentation Language), and from a touch back."""
