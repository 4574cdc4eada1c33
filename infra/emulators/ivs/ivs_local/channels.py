"""Operations on channels and their stream keys."""

from typing import Any

from aws_wire.errors import ServiceError
from aws_wire.service import Context, Service
from ivs_local.pages import cut_page
from ivs_local.stage import Stage
from ivs_local.store import ACCOUNT, Resource, Store, draw_id

_SETTABLE = ("name", "latencyMode", "type", "authorized", "recordingConfigurationArn", "insecureIngest", "preset")
_LISTED = ("arn", "tags", *_SETTABLE)
_KEY_LISTED = ("arn", "channelArn", "tags")
# Members of a channel that nothing here acts on, and what they may say all the same.
_INERT = {
    "playbackRestrictionPolicyArn": "",
    "adConfigurationArn": "",
    "failoverSlateConfigurationArn": "",
    "multitrackInputConfiguration": {"enabled": False},
}
_DEFAULTS: Resource = {
    "name": "",
    "latencyMode": "LOW",
    "type": "STANDARD",
    "authorized": False,
    "recordingConfigurationArn": "",
    "insecureIngest": False,
    "preset": "",
    "playbackRestrictionPolicyArn": "",
    "containerFormat": "FRAGMENTED_MP4",
}
Input = dict[str, Any]
Answer = dict[str, Any]


class Channels:
    """The operations; `ingest` is the host and port of RTMPS, `url` the address of playback."""

    def __init__(self, store: Store, stage: Stage, *, ingest: str, url: str) -> None:
        self._store = store
        self._stage = stage
        self._ingest = ingest
        self._url = url

    def register(self, service: Service) -> None:
        """Register every operation."""
        for name, handler in {
            "CreateChannel": self._create,
            "GetChannel": self._get,
            "BatchGetChannel": self._get_several,
            "UpdateChannel": self._update,
            "DeleteChannel": self._delete,
            "ListChannels": self._list,
            "CreateStreamKey": self._create_key,
            "GetStreamKey": self._get_key,
            "DeleteStreamKey": self._delete_key,
            "ListStreamKeys": self._list_keys,
        }.items():
            service.operation(name)(handler)

    async def _create(self, request: Input, context: Context) -> Answer:
        self._check(request)
        region = context.signature.region
        given = {name: request[name] for name in (*_SETTABLE, "tags") if name in request}
        channel = self._store.create("channel", region, {**_DEFAULTS, "tags": {}, **given})
        name = channel["arn"].rpartition("/")[2]
        channel["ingestEndpoint"] = self._ingest
        channel["playbackUrl"] = f"{self._url}/api/video/v1/{region}.{ACCOUNT}.channel.{name}.m3u8"
        self._store.save()
        return {"channel": channel, "streamKey": self._make_key(channel, request.get("tags", {}))}

    async def _get(self, request: Input, _: Context) -> Answer:
        return {"channel": self._store.get("channel", request["arn"])}

    async def _get_several(self, request: Input, _: Context) -> Answer:
        found = {arn: self._store.find("channel", arn) for arn in request["arns"]}
        errors = [{"arn": arn, "code": "NotFound", "message": "There is no such channel."} for arn in found]
        return {
            "channels": [channel for channel in found.values() if channel],
            "errors": [error for error in errors if not found[error["arn"]]],
        }

    async def _update(self, request: Input, _: Context) -> Answer:
        """Change a channel; a stream that is live goes on as it began."""
        channel = self._store.get("channel", request["arn"])
        self._check(request)
        given = {name: request[name] for name in _SETTABLE if name in request}
        return {"channel": self._store.put("channel", {**channel, **given})}

    async def _delete(self, request: Input, _: Context) -> Answer:
        arn = request["arn"]
        self._store.get("channel", arn)
        if self._stage.find_publisher(arn):
            raise ServiceError("ConflictException", "The channel is live: stop its stream first.")
        for key in self._store.list("stream-key", channelArn=arn):
            self._store.remove("stream-key", key["arn"])
        self._store.sessions.pop(arn, None)
        self._store.revoked.pop(arn, None)
        self._store.remove("channel", arn)
        return {}

    async def _list(self, request: Input, _: Context) -> Answer:
        filters = {"filterByName": "name", "filterByRecordingConfigurationArn": "recordingConfigurationArn"}
        chosen = {field: request[name] for name, field in filters.items() if request.get(name)}
        channels = [_pick(channel, _LISTED) for channel in self._store.list("channel", **chosen)]
        return cut_page("channels", channels, request)

    async def _create_key(self, request: Input, _: Context) -> Answer:
        channel = self._store.get("channel", request["channelArn"])
        if self._store.list("stream-key", channelArn=channel["arn"]):
            raise ServiceError("ServiceQuotaExceededException", "A channel has one stream key: delete it first.")
        return {"streamKey": self._make_key(channel, request.get("tags", {}))}

    async def _get_key(self, request: Input, _: Context) -> Answer:
        return {"streamKey": self._store.get("stream-key", request["arn"])}

    async def _delete_key(self, request: Input, _: Context) -> Answer:
        """Delete a key; a stream that it began goes on."""
        self._store.remove("stream-key", request["arn"])
        return {}

    async def _list_keys(self, request: Input, _: Context) -> Answer:
        channel = self._store.get("channel", request["channelArn"])
        keys = self._store.list("stream-key", channelArn=channel["arn"])
        return cut_page("streamKeys", [_pick(key, _KEY_LISTED) for key in keys], request, size=50)

    def _make_key(self, channel: Resource, tags: dict[str, str]) -> Resource:
        region = channel["arn"].split(":")[3]
        value = f"sk_{region}_{draw_id()}_{draw_id(30)}"
        return self._store.create("stream-key", region, {"value": value, "channelArn": channel["arn"], "tags": tags})

    def _check(self, request: Input) -> None:
        """Refuse settings that nothing here acts on, and references to what is not there."""
        for name, inert in _INERT.items():
            if request.get(name, inert) != inert:
                raise ServiceError("ValidationException", f"{name} is not emulated.")
        if request.get("preset") and not request.get("type", "").startswith("ADVANCED"):
            raise ServiceError("ValidationException", "A preset is for ADVANCED_SD and ADVANCED_HD channels.")
        if request.get("recordingConfigurationArn"):
            self._store.get("recording-configuration", request["recordingConfigurationArn"])


def _pick(resource: Resource, names: tuple[str, ...]) -> Resource:
    return {name: resource[name] for name in names if name in resource}
