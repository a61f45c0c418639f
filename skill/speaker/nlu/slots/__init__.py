# SPDX-License-Identifier: Apache-2.0
"""Values in a sentence: numbers, durations, times and names, and the slots that they fill."""
