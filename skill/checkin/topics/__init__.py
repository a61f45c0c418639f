# SPDX-License-Identifier: Apache-2.0
"""Steps of the conversation, one file a topic."""
