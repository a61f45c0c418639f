# SPDX-License-Identifier: Apache-2.0
"""Speech recognition of the local speaker: recordings to words."""
