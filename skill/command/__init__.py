# SPDX-License-Identifier: Apache-2.0
"""The way in and out of a command: its standard streams, and Ctrl-C."""
