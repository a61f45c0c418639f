# SPDX-License-Identifier: Apache-2.0
"""Commands of the local speaker in a terminal."""
