# SPDX-License-Identifier: Apache-2.0
"""Scripts of conversations: read, written, and held to what must come back."""
