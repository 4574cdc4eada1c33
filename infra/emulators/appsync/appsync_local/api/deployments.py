"""The APIs of an AWS endpoint, polled through AppSync's management API."""

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from appsync_local.api import definition
from appsync_local.api.model import Api
from appsync_local.aws.client import NoAnswer
from appsync_local.aws.endpoint import Endpoint
from appsync_local.schema import build
from appsync_local.settings import EngineSettings

if TYPE_CHECKING:
    from aws_wire.firewall.web_acl import WebAcl

log = logging.getLogger("appsync")
SETTLING_READINGS = 8  # full readings after a change, because stacks create resolvers one by one
_POLLS_PER_FULL_READING = 10  # otherwise resolvers are read once in so many polls
NO_SOURCES = "the endpoint lists neither data sources nor resolvers (moto has none), so every field is null."
GET_WEB_ACL = "AWSWAF_20190729.GetWebACLForResource"
_TYPES = re.compile(r"^\s*type\s+(\w+)", re.MULTILINE)


class Unreachable(ConnectionError):  # noqa: N818
    """The endpoint does not answer."""


class Deployments:
    """The APIs of one endpoint: `apis` by id; `refused` says why others are not served."""

    def __init__(self, endpoint: Endpoint, settings: EngineSettings | None = None) -> None:
        self.endpoint = endpoint
        self._settings = settings or EngineSettings()
        self.apis: dict[str, Api] = {}
        self.refused: dict[str, str] = {}
        self.was_read = False
        self._polls = 0
        self._settling = 0
        self._fingerprints: dict[str, str] = {}
        self._web_acls: dict[str, tuple[Mapping[str, Any], WebAcl]] = {}

    async def refresh(self, *, full: bool = True) -> bool:
        """Read what is deployed and return whether anything changed; unchanged APIs stay the same objects.

        Unless `full`, resolvers are read only at every tenth poll and after a change.
        Raises `Unreachable`.
        """
        self._polls += 1
        complete = full or self._settling > 0 or self._polls % _POLLS_PER_FULL_READING == 0
        listed = await self._list_items("/v1/apis", "graphqlApis")
        found = [await self._read_api(item, complete=complete) for item in listed if item.get("apiType") != "MERGED"]
        gone = self.apis.keys() | self.refused.keys()
        for item in listed:
            gone.discard(item["apiId"])
        for api_id in gone:
            self.apis.pop(api_id, None)
            self.refused.pop(api_id, None)
            self._fingerprints.pop(api_id, None)
            self._web_acls.pop(api_id, None)
        self.was_read = True
        changed = any(found) or bool(gone)
        self._settling = SETTLING_READINGS if changed else max(self._settling - 1, 0)
        return changed

    async def _read_api(self, item: Mapping[str, Any], *, complete: bool) -> bool:
        """Read one API and return whether it changed."""
        api_id = item["apiId"]
        parts = await self._read_parts(api_id)
        described = await self._describe_web_acl(item["arn"])
        mark = _fingerprint(item, parts, described)
        if not complete and self._fingerprints.get(f"{api_id} glance") == mark:
            return False
        self._fingerprints[f"{api_id} glance"] = mark
        parts["resolvers"] = await self._read_resolvers(api_id, parts["sdl"])
        fingerprint = _fingerprint(item, parts, described)
        if self._fingerprints.get(api_id) == fingerprint:
            return False
        self._fingerprints[api_id] = fingerprint
        parts["web_acl"] = self._keep_web_acl(api_id, described)
        self._update_api(item, parts, fingerprint)
        return True

    def _update_api(self, item: Mapping[str, Any], parts: dict[str, Any], fingerprint: str) -> None:
        api_id = item["apiId"]
        if not parts["sdl"].strip():
            self.apis.pop(api_id, None)
            self.refused[api_id] = "No schema was uploaded yet."
            return
        if parts["sources"] is None:
            log.warning("%s (%s): %s", item.get("name"), api_id, NO_SOURCES)
        try:
            self.apis[api_id] = definition.build_api(self.endpoint, item, parts, fingerprint, self._settings)
            self.refused.pop(api_id, None)
        except build.SchemaRefused as refusal:
            self.apis.pop(api_id, None)
            self.refused[api_id] = str(refusal)
            log.warning("%s (%s) is not served: %s", item.get("name"), api_id, refusal)

    async def _read_parts(self, api_id: str) -> dict[str, Any]:
        base = f"/v1/apis/{api_id}"
        sdl, sources, functions, keys, environment, cache = await asyncio.gather(
            self._get(f"{base}/schema?format=SDL&includeDirectives=true"),
            self._list_items_if_supported(f"{base}/datasources", "dataSources"),
            self._list_items(f"{base}/functions", "functions"),
            self._list_items(f"{base}/apikeys", "apiKeys"),
            self._get(f"{base}/environmentVariables"),
            self._get(f"{base}/ApiCaches"),
        )
        return {
            "sdl": build.remove_printed_definitions(sdl.decode()) if sdl else "",
            "sources": sources,  # None where the endpoint has no such operation
            "functions": functions,
            "keys": keys,
            "environment": json.loads(environment or b"{}").get("environmentVariables") or {},
            "cache": json.loads(cache or b"{}").get("apiCache") or {},
        }

    async def _describe_web_acl(self, api_arn: str) -> Mapping[str, Any]:
        """Return the web ACL that is associated with an API; empty where there is none."""
        headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": GET_WEB_ACL}
        reply = await self._request("wafv2", "POST", "/", json.dumps({"ResourceArn": api_arn}).encode(), headers)
        described: Mapping[str, Any] = json.loads(reply or b"{}").get("WebACL") or {}
        return described

    def _keep_web_acl(self, api_id: str, described: Mapping[str, Any]) -> "WebAcl | None":
        """Return the web ACL, the one of before if it is the same: a deployment begins no new count of requests."""
        kept = self._web_acls.get(api_id)
        if kept is None or kept[0] != described:
            self._web_acls.pop(api_id, None)
            if not described:
                return None
            from aws_wire.firewall.web_acl import WebAcl  # noqa: PLC0415  most APIs have none, and it takes memory

            kept = self._web_acls[api_id] = (described, WebAcl(described))
        return kept[1]

    async def _read_resolvers(self, api_id: str, sdl: str) -> list[dict[str, Any]]:
        names = sorted(set(_TYPES.findall(sdl)))
        paths = [f"/v1/apis/{api_id}/types/{quote(name)}/resolvers" for name in names]
        lists = [await self._list_items(path, "resolvers") for path in paths]
        return [item for found in lists for item in found]

    async def _list_items(self, path: str, key: str) -> list[dict[str, Any]]:
        """Return all items of a list operation."""
        return await self._list_items_if_supported(path, key) or []

    async def _list_items_if_supported(self, path: str, key: str) -> list[dict[str, Any]] | None:
        """Return all items of a list operation, or None if the endpoint refuses it."""
        items: list[dict[str, Any]] = []
        token = ""
        while True:
            body = await self._get(path + (f"?nextToken={quote(token, safe='')}" if token else ""))
            if body is None:
                return items or None
            page = json.loads(body or b"{}")
            items += page.get(key) or []
            token = page.get("nextToken") or ""
            if not token:
                return items

    async def _get(self, path: str) -> bytes | None:
        """Return the body of a successful response, or None; raises `Unreachable`."""
        return await self._request("appsync", "GET", path)

    async def _request(
        self, service: str, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> bytes | None:
        try:
            reply = await self.endpoint.request(service, method, path, body=body, headers=headers, timeout=10)
        except (NoAnswer, TimeoutError) as error:
            raise Unreachable(f"{self.endpoint.url} does not answer: {error or type(error).__name__}") from error
        return reply.body if reply.status == 200 else None  # noqa: PLR2004


def _fingerprint(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
