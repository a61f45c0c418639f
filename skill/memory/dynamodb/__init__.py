# SPDX-License-Identifier: Apache-2.0
"""The store on DynamoDB, for a skill that runs on more than one machine. From below: connections that are kept
(`connections.py`); two clients that speak the table's protocol over them, ours for the plain case (`direct.py`) and
botocore for all others (`by_botocore.py`); one table, asked within the deadline (`table.py`); the store (`store.py`).
"""

from skill.memory.dynamodb.store import DynamoStore

__all__ = ["DynamoStore"]
