"""Signed calls to DynamoDB, and its errors."""

import json
from collections.abc import Mapping
from typing import Any

from appsync_local.api.model import Api, DataSource
from appsync_local.sources.dynamodb_values import drop_none

_OK = 200
Request = Mapping[str, Any]


class DynamoDBError(Exception):
    """An error response of DynamoDB."""

    def __init__(self, kind: str, message: str, reasons: Any = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.reasons = reasons


class DynamoDBClient:
    """DynamoDB, by the region and table of one data source."""

    def __init__(self, api: Api, source: DataSource) -> None:
        self._endpoint = api.endpoint
        self._region = source.config.get("awsRegion") or api.region
        self.name = source.config.get("tableName", "")

    async def call(self, operation: str, body: Mapping[str, Any]) -> Any:
        """Return DynamoDB's response, or raise `DynamoDBError`."""
        headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": f"DynamoDB_20120810.{operation}"}
        sent = json.dumps(drop_none(body)).encode()
        reply = await self._endpoint.request("dynamodb", "POST", "/", body=sent, headers=headers, region=self._region)
        answer = json.loads(reply.body or b"{}")
        if reply.status == _OK:
            return answer
        kind = str(answer.get("__type", "InternalServerError")).rpartition("#")[2]
        raise DynamoDBError(
            kind, answer.get("message") or answer.get("Message") or kind, answer.get("CancellationReasons")
        )
