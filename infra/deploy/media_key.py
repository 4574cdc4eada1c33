"""The key pair that signs access to media: made by a deploy, as CloudFormation makes none, and rotated in two steps.

The private half is a secret, which only the function that signs reads; its public half is in CloudFront, and the
frontend's key group trusts those that the secret's tag names, the newest first.
"""

import json
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from infra.deploy.account import Clients
from infra.deploy.environment import Environment

Say = Callable[[str], None]

EDGE: Final = "frontend"
_BITS: Final = 2048  # CloudFront takes no others
_KEYS_TAG: Final = "waymark:public-keys"
_ENVIRONMENT_TAG: Final = "waymark:environment"
_KEPT: Final = 2
_CURRENT: Final = "AWSCURRENT"
_PENDING: Final = "AWSPENDING"


class MediaKey(NamedTuple):
    """Where the signing key is, and the public keys whose signatures count, the newest first."""

    secret_arn: str
    public_keys: list[str]


def prepare_media_key(environment: Environment, clients: Clients, say: Say) -> MediaKey:
    """Return an environment's key, made where it is missing."""
    found = _find(environment, clients)
    if found:
        return MediaKey(found["ARN"], _read_public_keys(found))
    secrets = clients("secretsmanager", environment.region)
    key = make_key()
    key_pair_id = _register(environment, clients, key)
    tags = {_ENVIRONMENT_TAG: environment.name, _KEYS_TAG: key_pair_id}
    made = secrets.create_secret(
        Name=_name(environment),
        Description="The private key that signs access to media.",
        SecretString=write_secret(key, key_pair_id),
        Tags=[{"Key": name, "Value": value} for name, value in tags.items()],
    )
    say(f"made the key {key_pair_id}, which signs access to media")
    return MediaKey(made["ARN"], [key_pair_id])


def begin_rotation(environment: Environment, clients: Clients, say: Say) -> MediaKey:
    """Make the next key beside the one that signs, and return both for the key group to trust.

    The one before them is trusted no longer. Repeated before the rotation is finished, it takes another next key.
    """
    found = _find(environment, clients)
    assert found
    secrets = clients("secretsmanager", environment.region)
    pending = _find_pending(found)
    known = _read_public_keys(found)
    signing = known[1:] if pending else known
    key = make_key()
    key_pair_id = _register(environment, clients, key)
    trusted = [key_pair_id, *signing][:_KEPT]
    secrets.tag_resource(SecretId=found["ARN"], Tags=[{"Key": _KEYS_TAG, "Value": " ".join(trusted)}])
    text = write_secret(key, key_pair_id)
    secrets.put_secret_value(SecretId=found["ARN"], SecretString=text, VersionStages=[_PENDING])
    say(f"made the key {key_pair_id}; the frontend's key group is to trust it before it signs")
    return MediaKey(found["ARN"], trusted)


def is_rotating(environment: Environment, clients: Clients) -> bool:
    """Tell whether a next key waits until it may sign."""
    found = _find(environment, clients)
    return bool(found and _find_pending(found))


def finish_rotation(environment: Environment, clients: Clients, say: Say) -> None:
    """Let the next key sign. The function that signs reads it within five minutes."""
    found = _find(environment, clients)
    assert found
    pending = _find_pending(found)
    stages = found["VersionIdsToStages"]
    current = next(version for version, names in stages.items() if _CURRENT in names)
    secrets = clients("secretsmanager", environment.region)
    move = {"SecretId": found["ARN"], "VersionStage": _CURRENT}
    secrets.update_secret_version_stage(**move, MoveToVersionId=pending, RemoveFromVersionId=current)
    secrets.update_secret_version_stage(SecretId=found["ARN"], VersionStage=_PENDING, RemoveFromVersionId=pending)
    say(f"{_read_public_keys(found)[0]} signs access to media within five minutes")


def remove_unused_keys(environment: Environment, clients: Clients, trusted: list[str]) -> None:
    """Remove the environment's public keys from CloudFront that no key group has any more."""
    edge = clients("cloudfront", environment.region_of(EDGE))
    for each in edge.list_public_keys()["PublicKeyList"].get("Items", []):
        if each["Name"].startswith(f"{_name(environment)}-") and each["Id"] not in trusted:
            tag = edge.get_public_key(Id=each["Id"])["ETag"]
            edge.delete_public_key(Id=each["Id"], IfMatch=tag)


def make_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, _BITS)


def write_secret(key: rsa.RSAPrivateKey, key_pair_id: str) -> str:
    """Return the text of the secret, as the function that signs reads it."""
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return json.dumps({"keyPairId": key_pair_id, "privateKey": pem})


def read_key_pair_id(text: str) -> str:
    """Return by which ID CloudFront knows the key of a secret's text."""
    return str(json.loads(text)["keyPairId"])


def read_public_key(text: str) -> str:
    """Return the public half of the key in a secret's text, as PEM."""
    return _write_public_key(load_pem_private_key(json.loads(text)["privateKey"].encode(), password=None))


def _write_public_key(key: Any) -> str:
    return str(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def _register(environment: Environment, clients: Clients, key: rsa.RSAPrivateKey) -> str:
    """Give CloudFront the public half of a key, and return the ID that it gets there."""
    name = f"{_name(environment)}-{time.time_ns()}"
    config = {"CallerReference": name, "Name": name, "EncodedKey": _write_public_key(key)}
    edge = clients("cloudfront", environment.region_of(EDGE))
    return str(edge.create_public_key(PublicKeyConfig=config)["PublicKey"]["Id"])


def _find(environment: Environment, clients: Clients) -> dict[str, Any] | None:
    secrets = clients("secretsmanager", environment.region)
    try:
        found: dict[str, Any] = secrets.describe_secret(SecretId=_name(environment))
    except secrets.exceptions.ResourceNotFoundException:
        return None
    return found


def _read_public_keys(found: dict[str, Any]) -> list[str]:
    tags = {each["Key"]: each["Value"] for each in found["Tags"]}
    return str(tags[_KEYS_TAG]).split()


def _find_pending(found: dict[str, Any]) -> str | None:
    stages = found["VersionIdsToStages"]
    return next((version for version, names in stages.items() if _PENDING in names and _CURRENT not in names), None)


def _name(environment: Environment) -> str:
    return f"{environment.stack_name('media')}-key"
