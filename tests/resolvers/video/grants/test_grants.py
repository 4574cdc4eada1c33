"""Leave to read a folder of media: one signature for all its files, in the form that CloudFront verifies."""

import json
from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest

from cloudfront_local.access import Grant, Viewer, find_cookies, require_access, split_query
from cloudfront_local.signature import load_key
from infra.deploy.media_key import make_key, read_public_key, write_secret
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.video.grants.model import MediaGrant
from resolvers.video.grants.service import sign_file, sign_folder

SITE = "https://site.example"


@pytest.fixture
def secret_text(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The site's key in Secrets Manager, as a deploy makes it."""
    text = write_secret(make_key(), "KSIGNER")
    made = boto3.client("secretsmanager").create_secret(Name="media", SecretString=text)
    monkeypatch.setenv("MEDIA_KEY_SECRET_ARN", made["ARN"])
    monkeypatch.setenv("SITE_ORIGIN", SITE)
    settings.cache_clear()
    yield text
    settings.cache_clear()


def sign(folder: str = "media/unguessable/1/") -> MediaGrant:
    grant = sign_folder(folder)
    assert grant
    return grant


def ask_cloudfront(secret_text: str, grant: Grant, url: str) -> None:
    """Verify as CloudFront does; raises where it refuses."""
    keys = {"KSIGNER": load_key(read_public_key(secret_text))}
    require_access(grant, keys, Viewer(url=url, address="192.0.2.1", at=now().timestamp()))


def test_cookies_and_query_open_the_folder_and_no_other(secret_text: str) -> None:
    grant = sign()
    cookies = "; ".join(f"{each.name}={each.value}" for each in grant.cookies)
    url = sign_file("media/unguessable/1/all.m3u8", grant)
    assert grant.path == "/media/unguessable/1/"

    for shown in (Grant.of(find_cookies([cookies])), Grant.of(split_query(grant.query)[1])):
        ask_cloudfront(secret_text, shown, f"{SITE}/media/unguessable/1/all.m3u8")
        for other in ("/media/unguessable/2/all.m3u8", "/media/unguessable/1", "/media/other/1/all.m3u8"):
            with pytest.raises(Exception, match="Access denied"):
                ask_cloudfront(secret_text, shown, f"{SITE}{other}")
    assert url == f"{SITE}/media/unguessable/1/all.m3u8?{grant.query}"


def test_a_grant_ends_after_five_minutes(secret_text: str) -> None:
    grant = sign()

    assert timedelta(minutes=4, seconds=50) < grant.expires_at - now() <= timedelta(minutes=5)
    assert json.loads(secret_text)["privateKey"] not in grant.model_dump_json()


def test_without_a_distribution_there_is_no_grant(the_table: None) -> None:
    """A developer's environment on AWS has no site: players read from the bucket."""
    assert sign_folder("media/unguessable/1/") is None
