# SPDX-License-Identifier: Apache-2.0
"""The local speaker: an Echo on this machine, with its ears and its voice.

It reaches the skill as Alexa does, through a handler function and Alexa's JSON, and knows of the conversation only
what the last response said. Nothing outside this folder imports it but the command line and the page.
"""
