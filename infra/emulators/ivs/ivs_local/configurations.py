"""Operations on recording configurations and on the keys that sign playback tokens."""

import hashlib
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from aws_wire.errors import ServiceError
from aws_wire.service import Context, Service
from ivs_local.pages import cut_page
from ivs_local.store import Resource, Store

_MOST_KEYS = 3
_LISTED = ("arn", "name", "destinationConfiguration", "state", "tags")
_THUMBNAILS: Resource = {"recordingMode": "INTERVAL", "targetIntervalSeconds": 60, "storage": ["SEQUENTIAL"]}
Input = dict[str, Any]
Answer = dict[str, Any]


class Configurations:
    """The operations."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def register(self, service: Service) -> None:
        """Register every operation."""
        for name, handler in {
            "CreateRecordingConfiguration": self._create,
            "GetRecordingConfiguration": self._get,
            "ListRecordingConfigurations": self._list,
            "DeleteRecordingConfiguration": self._delete,
            "ImportPlaybackKeyPair": self._import_key,
            "GetPlaybackKeyPair": self._get_key,
            "ListPlaybackKeyPairs": self._list_keys,
            "DeletePlaybackKeyPair": self._delete_key,
        }.items():
            service.operation(name)(handler)

    async def _create(self, request: Input, context: Context) -> Answer:
        if "s3" not in request["destinationConfiguration"]:
            raise ServiceError("ValidationException", "The destination has no s3.")
        if request.get("renditionConfiguration", {}).get("renditionSelection", "ALL") != "ALL":
            raise ServiceError("ValidationException", "renditionSelection: only ALL is emulated.")
        thumbnails = {**_THUMBNAILS, **request.get("thumbnailConfiguration", {})}
        if "resolution" in thumbnails:
            raise ServiceError("ValidationException", "thumbnailConfiguration.resolution is not emulated.")
        members = {
            "name": request.get("name", ""),
            "destinationConfiguration": request["destinationConfiguration"],
            "state": "ACTIVE",
            "tags": request.get("tags", {}),
            "thumbnailConfiguration": thumbnails,
            "recordingReconnectWindowSeconds": request.get("recordingReconnectWindowSeconds", 0),
            "renditionConfiguration": {"renditionSelection": "ALL"},
        }
        created = self._store.create("recording-configuration", context.signature.region, members)
        return {"recordingConfiguration": {**created, "state": "CREATING"}}  # AWS says so first, too

    async def _get(self, request: Input, _: Context) -> Answer:
        return {"recordingConfiguration": self._store.get("recording-configuration", request["arn"])}

    async def _list(self, request: Input, _: Context) -> Answer:
        found = [{name: each[name] for name in _LISTED} for each in self._store.list("recording-configuration")]
        return cut_page("recordingConfigurations", found, request)

    async def _delete(self, request: Input, _: Context) -> Answer:
        if self._store.list("channel", recordingConfigurationArn=request["arn"]):
            raise ServiceError("ConflictException", "A channel has this recording configuration.")
        self._store.remove("recording-configuration", request["arn"])
        return {}

    async def _import_key(self, request: Input, context: Context) -> Answer:
        material = request["publicKeyMaterial"]
        fingerprint = _find_fingerprint(material)
        if self._store.list("playback-key", fingerprint=fingerprint):
            raise ServiceError("ConflictException", "The key is there already.")
        if len(self._store.list("playback-key")) >= _MOST_KEYS:
            raise ServiceError("ServiceQuotaExceededException", f"There are {_MOST_KEYS} keys already.")
        members = {
            "name": request.get("name", ""),
            "fingerprint": fingerprint,
            "tags": request.get("tags", {}),
            "material": material,
        }
        return {"keyPair": _show(self._store.create("playback-key", context.signature.region, members))}

    async def _get_key(self, request: Input, _: Context) -> Answer:
        return {"keyPair": _show(self._store.get("playback-key", request["arn"]))}

    async def _list_keys(self, request: Input, _: Context) -> Answer:
        found = [{name: each[name] for name in ("arn", "name", "tags")} for each in self._store.list("playback-key")]
        return cut_page("keyPairs", found, request)

    async def _delete_key(self, request: Input, _: Context) -> Answer:
        self._store.remove("playback-key", request["arn"])
        return {}


def _find_fingerprint(material: str) -> str:
    """Return the fingerprint of a public key, or raise `ValidationException` unless it is one of ES384."""
    try:
        key = load_pem_public_key(material.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ServiceError("ValidationException", "publicKeyMaterial is not a public key in PEM.") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP384R1):
        raise ServiceError("ValidationException", "publicKeyMaterial is not a key of the curve P-384.")
    data = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _show(key: Resource) -> Resource:
    return {name: value for name, value in key.items() if name != "material"}
