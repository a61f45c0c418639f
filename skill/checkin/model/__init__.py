# SPDX-License-Identifier: Apache-2.0
"""Types of the conversation: events, context, session, household record, speech parts, effects, plan."""
