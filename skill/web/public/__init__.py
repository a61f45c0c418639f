# SPDX-License-Identifier: Apache-2.0
"""The public endpoint: its app and server, and the proof that a request is Alexa's."""
