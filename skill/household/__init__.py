# SPDX-License-Identifier: Apache-2.0
"""What is kept of a household, for those who live with it: to look at, to take along, to erase."""
