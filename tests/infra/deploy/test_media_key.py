"""The key that signs access to media: made once, rotated in two steps, and never without a key that the edge trusts."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.deploy.environment import Environment
from infra.deploy.media_key import (
    MediaKey,
    begin_rotation,
    finish_rotation,
    is_rotating,
    prepare_media_key,
    read_key_pair_id,
    remove_unused_keys,
)

PROD = Environment("prod", "eu-central-1", None, {"frontend": {}})


def client(service: str, region: str) -> Any:
    return boto3.client(service, region_name=region)  # type: ignore[call-overload]


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        yield


@pytest.fixture
def media_key(aws: None) -> MediaKey:
    return prepare_media_key(PROD, client, print)


def find_signing_key(media_key: MediaKey) -> str:
    """Return the ID of the key that the function signs with."""
    found = client("secretsmanager", PROD.region).get_secret_value(
        SecretId=media_key.secret_arn, VersionStage="AWSCURRENT"
    )
    return read_key_pair_id(found["SecretString"])


def list_public_keys() -> list[str]:
    edge = client("cloudfront", "us-east-1")
    return [each["Id"] for each in edge.list_public_keys()["PublicKeyList"].get("Items", [])]


def test_a_key_is_made_once(media_key: MediaKey) -> None:
    """Its secret has the tag by which only this environment's functions may read it."""
    found = client("secretsmanager", PROD.region).describe_secret(SecretId="waymark-prod-media-key")

    assert prepare_media_key(PROD, client, print) == media_key
    assert list_public_keys() == media_key.public_keys == [find_signing_key(media_key)]
    assert {"Key": "waymark:environment", "Value": "prod"} in found["Tags"]


def test_the_next_key_is_trusted_before_it_signs(media_key: MediaKey) -> None:
    (first,) = media_key.public_keys

    following = begin_rotation(PROD, client, print)
    assert following.public_keys == [following.public_keys[0], first]
    assert find_signing_key(media_key) == first
    assert is_rotating(PROD, client)

    finish_rotation(PROD, client, print)
    assert find_signing_key(media_key) == following.public_keys[0]
    assert not is_rotating(PROD, client)
    assert prepare_media_key(PROD, client, print) == following


def test_a_second_rotation_ends_what_the_first_key_signed(media_key: MediaKey) -> None:
    (first,) = media_key.public_keys
    for _ in range(2):
        trusted = begin_rotation(PROD, client, print).public_keys
        finish_rotation(PROD, client, print)
        remove_unused_keys(PROD, client, trusted)

    assert first not in trusted
    assert sorted(list_public_keys()) == sorted(trusted)


def test_a_rotation_that_broke_off_begins_again(media_key: MediaKey) -> None:
    """The key that signs stays trusted; the one that nobody signed with yet goes."""
    (first,) = media_key.public_keys
    given_up, _ = begin_rotation(PROD, client, print).public_keys

    trusted = begin_rotation(PROD, client, print).public_keys
    remove_unused_keys(PROD, client, trusted)

    assert trusted[1] == first
    assert given_up not in list_public_keys()
    finish_rotation(PROD, client, print)
    assert find_signing_key(media_key) == trusted[0]


def test_keys_of_others_in_the_account_stay(media_key: MediaKey) -> None:
    staging = Environment("staging", "eu-central-1", None, {"frontend": {}})
    other = prepare_media_key(staging, client, print)

    remove_unused_keys(PROD, client, media_key.public_keys)

    assert sorted(list_public_keys()) == sorted([*media_key.public_keys, *other.public_keys])
