# SPDX-License-Identifier: Apache-2.0
"""Values that every face is given and has to read: time zones, and slots of the built-in types."""
