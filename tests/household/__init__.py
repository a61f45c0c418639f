# SPDX-License-Identifier: Apache-2.0
"""What is kept of a household, as those who live with it see it."""
