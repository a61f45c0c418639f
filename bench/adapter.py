# SPDX-License-Identifier: Apache-2.0
"""A skill that keeps a count by Amazon's own DynamoDB adapter: what our cold start with a table is compared with."""

from __future__ import annotations

import os

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_dynamodb.adapter import DynamoDbAdapter
from ask_sdk_model import Response

TABLE = "BENCH_TABLE"
"""The setting with the table's name; its key has the name `key`."""


class Count(AbstractRequestHandler):
    """Says hello, and keeps how often."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whatever it is."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Read the household, count, write it, say hello, and listen."""
        manager = handler_input.attributes_manager
        kept = manager.persistent_attributes
        kept["evenings"] = int(str(kept.get("evenings", 0))) + 1
        manager.save_persistent_attributes()
        return handler_input.response_builder.speak("Hello world.").ask("Hello?").response


# The adapter makes its client of DynamoDB when it is imported, by AWS_DEFAULT_REGION and AWS_ENDPOINT_URL_DYNAMODB.
adapter = DynamoDbAdapter(table_name=os.environ[TABLE], partition_key_name="key", create_table=False)
builder = CustomSkillBuilder(persistence_adapter=adapter)
builder.add_request_handler(Count())
handler = builder.lambda_handler()
