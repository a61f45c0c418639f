# SPDX-License-Identifier: Apache-2.0
"""Services of the platform, as the local speaker simulates them for one home."""
