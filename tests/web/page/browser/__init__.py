# SPDX-License-Identifier: Apache-2.0
"""The page in Debian's Chromium, before the real server and a real store."""
