# SPDX-License-Identifier: Apache-2.0
"""The page of the local speaker: over HTTP here, in a browser in `browser/`."""
