"""DynamoDB as one data source reaches it: signed calls to its endpoint, and its refusals."""

import json
from collections.abc import Mapping
from typing import Any

from infra.local.appsync.catalog import Api, DataSource
from infra.local.appsync.sources.dynamodb_values import present

_OK = 200
Request = Mapping[str, Any]


class Refused(Exception):  # noqa: N818
    """An error that DynamoDB answered."""

    def __init__(self, kind: str, message: str, reasons: Any = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.reasons = reasons


class Table:
    """DynamoDB as one data source reaches it."""

    def __init__(self, api: Api, source: DataSource) -> None:
        self._endpoint = api.endpoint
        self._region = source.config.get("awsRegion") or api.region
        self.name = source.config.get("tableName", "")

    async def call(self, operation: str, body: Mapping[str, Any]) -> Any:
        """Return DynamoDB's answer, or raise `Refused`."""
        headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": f"DynamoDB_20120810.{operation}"}
        sent = json.dumps(present(body)).encode()
        reply = await self._endpoint.request("dynamodb", "POST", "/", body=sent, headers=headers, region=self._region)
        answer = json.loads(reply.body or b"{}")
        if reply.status == _OK:
            return answer
        kind = str(answer.get("__type", "InternalServerError")).rpartition("#")[2]
        raise Refused(kind, answer.get("message") or answer.get("Message") or kind, answer.get("CancellationReasons"))
