"""A folder that the data plane serves: an API that publishes what it is told."""

import json
from pathlib import Path
from typing import Final

KEY: Final = "da2-echo"
_SCHEMA: Final = """
type Query { now: String }
type Mutation { say(text: String!): Said }
type Subscription { onSaid: Said @aws_subscribe(mutations: ["say"]) }
type Said { text: String }
"""
_API: Final = {
    "graphqlApi": {"authenticationType": "API_KEY"},
    "apiKeys": [{"id": KEY}],
    "dataSources": [{"name": "Echo", "type": "AWS_LAMBDA", "lambdaConfig": {"handler": "echo.say"}}],
    "resolvers": [{"typeName": "Mutation", "fieldName": "say", "dataSourceName": "Echo"}],
}


def write_echo_api(folder: Path) -> Path:
    (folder / "schema.graphql").write_text(_SCHEMA)
    (folder / "api.json").write_text(json.dumps(_API))
    (folder / "echo.py").write_text("def say(event, _):\n    return event['arguments']\n")
    return folder
