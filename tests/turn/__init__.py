# SPDX-License-Identifier: Apache-2.0
"""The household loop, with real stores and a face of its own."""
