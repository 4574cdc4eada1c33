"""Signatures judged by botocore's: what it signs is verified, and what we sign it would sign alike."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from aws_wire.messages import Request
from aws_wire.signature import (
    SignatureRefused,
    SigningKey,
    check_scope,
    parse_signature,
    sign_request,
    verify_signature,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
URL = "http://localhost:4700/v1/a%20b/c?b=2&a=x%2By&empty="
KEY = SigningKey("AKIDREPORTER", "hush", "token")


def make_signed_request(**headers: str) -> Request:
    made = sign_request(KEY, "POST", URL, service="polly", region="eu-west-1", headers=headers, body=b"{}", now=NOW)
    return Request("POST", URL.removeprefix("http://localhost:4700"), made, b"{}")


def test_a_request_is_signed_as_botocore_signs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The header is the same, letter by letter."""
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: NOW.replace(tzinfo=None))
    theirs = AWSRequest("POST", URL, headers={"host": "localhost:4700", "x-odd": "  two   spaces "}, data=b"{}")
    SigV4Auth(Credentials(KEY.access_key, KEY.secret, KEY.session_token), "polly", "eu-west-1").add_auth(theirs)

    ours = make_signed_request(**{"x-odd": "  two   spaces "})

    assert ours.headers["authorization"] == theirs.headers["Authorization"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"body": b"{ }"}, "does not match"),
        ({"method": "PUT"}, "does not match"),
        ({"path": "/v1/other"}, "does not match"),
        ({"headers": {"host": "elsewhere"}}, "does not match"),
        ({"headers": {"x-amz-date": "yesterday"}}, "missing or malformed"),
        ({"headers": {"x-amz-date": "20260302T120000Z"}}, "more than 300 s"),
        ({"headers": {"x-amz-content-sha256": "0" * 64}}, "not the digest"),
        ({"headers": {"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}}, "not the digest"),
    ],
)
def test_a_changed_request_is_refused(change: dict[str, object], words: str) -> None:
    """The signature covers method, path, host, date and body."""
    good = make_signed_request()
    headers = {**good.headers, **change.get("headers", {})}  # type: ignore[dict-item]
    changed = Request(
        str(change.get("method", good.method)),
        str(change.get("path", good.path)),
        headers,
        change.get("body", good.body),  # type: ignore[arg-type]
    )
    signature = parse_signature(good.headers)
    verify_signature(good, signature, "hush", now=NOW)

    with pytest.raises(SignatureRefused, match=words):
        verify_signature(changed, signature, "hush", now=NOW)


def test_a_body_may_be_left_unsigned_where_that_is_allowed() -> None:
    """Large uploads are signed so."""
    made = sign_request(
        KEY, "POST", URL, service="polly", region="eu-west-1", headers={"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}
    )
    request = Request("POST", URL.removeprefix("http://localhost:4700"), made, b"any")

    with pytest.raises(SignatureRefused):
        verify_signature(request, parse_signature(made), "hush")


@pytest.mark.parametrize(("minutes", "skew", "taken"), [(4, 300, True), (-6, 300, False), (600, None, True)])
def test_a_signature_has_an_age(minutes: int, skew: float | None, taken: bool) -> None:
    """Five minutes either way by default; emulators may take any."""
    request, later = make_signed_request(), NOW + timedelta(minutes=minutes)

    try:
        verify_signature(request, parse_signature(request.headers), "hush", now=later, clock_skew=skew)
    except SignatureRefused:
        assert not taken
    else:
        assert taken


def test_a_signature_is_for_one_service_and_region() -> None:
    """A credential for S3 opens nothing else."""
    signature = parse_signature(make_signed_request().headers)
    check_scope(signature, services={"polly"}, region="eu-west-1")

    with pytest.raises(SignatureRefused, match="correct service: 's3'"):
        check_scope(signature, services={"s3"})
    with pytest.raises(SignatureRefused, match="valid region, not 'eu-west-1'"):
        check_scope(signature, services={"polly"}, region="us-east-1")


@pytest.mark.parametrize("header", ["", "Bearer x", "AWS4-HMAC-SHA256 nonsense", "AWS4-HMAC-SHA256 Credential=A/b/c"])
def test_a_malformed_header_is_refused(header: str) -> None:
    """It names no key."""
    with pytest.raises(SignatureRefused, match="malformed") as refused:
        parse_signature({"authorization": header})

    assert refused.value.code == "IncompleteSignatureException"


def test_signatures_load_nothing_else() -> None:
    """An emulator that needs only signatures stays small."""
    code = "import sys, aws_wire.signature; print(*sys.modules)"

    command = [sys.executable, "-c", code]

    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603

    assert not {"botocore", "aiohttp", "cbor2", "regex"} & set(loaded)
