# SPDX-License-Identifier: Apache-2.0
"""Services of the platform: time zone and reminders."""
