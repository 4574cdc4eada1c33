"""Who may read: by signed cookies and signed URLs, canned and custom, as CloudFront documents them."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from cloudfront_local.access import find_cookies
from cloudfront_local.policy import parse_policy
from cloudfront_local.signature import is_signed
from cloudfront_local.wildcards import matches
from tests.infra.emulators.cloudfront.conftest import FILM, NOON, Cinema, describe, signer_of, write_public_key

PATH = "/media/film/1/film.cmfv"


def encode(text: str) -> str:
    return base64.b64encode(text.encode()).decode().translate(str.maketrans("+=/", "-_~"))


def sign_canned(cinema: Cinema, path: str = PATH, ends_in: int = 300) -> str:
    ends_at = datetime.fromtimestamp(NOON + ends_in, UTC)
    return str(cinema.signer.generate_presigned_url(f"{cinema.url}{path}", date_less_than=ends_at))


async def test_cookies_of_a_custom_policy_open_every_file_it_names(cinema: Cinema) -> None:
    cookies = cinema.write_cookies(cinema.write_policy())

    assert await cinema.ask(PATH, cookies) == (200, "", FILM)
    assert (await cinema.ask("/media/film/1/none.cmfv", cookies))[0] == 404, "the bucket's own answer"


async def test_a_query_opens_the_same_without_cookies(cinema: Cinema) -> None:
    url = cinema.signer.generate_presigned_url(f"{cinema.url}{PATH}", policy=cinema.write_policy())

    assert await cinema.ask(url) == (200, "", FILM)


async def test_a_canned_policy_opens_one_url_until_it_ends(cinema: Cinema) -> None:
    """By query and by cookies; parameters of the viewer's own belong to the URL."""
    url = sign_canned(cinema)
    query = url.partition("?")[2].split("&")
    cookies = {f"CloudFront-{name}": value for name, _, value in (each.partition("=") for each in query)}

    assert (await cinema.ask(url))[0] == 200
    assert (await cinema.ask(PATH, cookies))[0] == 200
    assert (await cinema.ask(url.replace("film.cmfv", "other.cmfv")))[:2] == (403, "AccessDenied")
    assert (await cinema.ask(f"{PATH}?part=2", cookies))[:2] == (403, "AccessDenied")
    assert (await cinema.ask(sign_canned(cinema, f"{PATH}?part=2")))[0] == 200
    cinema.now = NOON + 300
    assert (await cinema.ask(url))[:2] == (403, "AccessDenied")


async def test_a_signed_url_decides_whatever_the_cookies_say(cinema: Cinema) -> None:
    cookies = cinema.write_cookies(cinema.write_policy())

    assert (await cinema.ask(sign_canned(cinema, ends_in=-1), cookies))[:2] == (403, "AccessDenied")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Key_Pair_Id": ""}, "MissingKey"),
        ({"Key_Pair_Id": "KNOBODY"}, "InvalidKey"),
        ({"Signature": ""}, "AccessDenied"),
        ({"Signature": "no base64!"}, "MalformedSignature"),
        ({"Signature": encode("forged")}, "AccessDenied"),
        ({"Policy": ""}, "AccessDenied"),
        ({"Policy": "%%%"}, "MalformedPolicy"),
        ({"Policy": encode("[]")}, "MalformedPolicy"),
        ({"Policy": encode("{")}, "MalformedPolicy"),
    ],
    ids=str,
)
async def test_what_is_wrong_is_told_as_cloudfront_does(cinema: Cinema, changes: dict[str, str], code: str) -> None:
    cookies = cinema.write_cookies(cinema.write_policy(), **changes)

    assert (await cinema.ask(PATH, cookies))[:2] == (403, code)


async def test_who_shows_nothing_is_told_that_the_key_is_missing(cinema: Cinema) -> None:
    status, _, body = await cinema.ask(PATH)

    assert status == 403
    assert body.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?><Error><Code>MissingKey</Code>'
        "<Message>Missing Key-Pair-Id query parameter or cookie value</Message></Error>"
    )
    assert cinema.received == [], "nothing reaches the bucket before it may"


async def test_another_policy_under_the_same_signature_is_refused(cinema: Cinema) -> None:
    tampered = cinema.write_policy("/media/*", ends_in=90_000)
    cookies = cinema.write_cookies(cinema.write_policy(), Policy=encode(tampered))

    assert (await cinema.ask(PATH, cookies))[:2] == (403, "AccessDenied")


async def test_a_policy_for_another_folder_is_refused(cinema: Cinema) -> None:
    cookies = cinema.write_cookies(cinema.write_policy("/media/other/*"))

    assert (await cinema.ask(PATH, cookies))[:2] == (403, "AccessDenied")
    assert (await cinema.ask("/media/other/../film/1/film.cmfv", cookies))[:2] == (403, "AccessDenied")
    assert (await cinema.ask("/media/other/%2e%2e/film/1/film.cmfv", cookies))[:2] == (403, "AccessDenied")


async def test_a_policy_holds_from_its_first_second_to_its_last(cinema: Cinema) -> None:
    policy = cinema.write_policy(date_greater_than=datetime.fromtimestamp(NOON + 60, UTC))
    cookies = cinema.write_cookies(policy)
    found = []
    for second in (60, 61, 299, 300):
        cinema.now = NOON + second
        found.append((await cinema.ask(PATH, cookies))[0])

    assert found == [403, 200, 200, 403]


@pytest.mark.parametrize(("addresses", "status"), [("127.0.0.0/8", 200), ("127.0.0.1", 200), ("192.0.2.0/24", 403)])
async def test_a_policy_may_hold_for_some_addresses_only(cinema: Cinema, addresses: str, status: int) -> None:
    cookies = cinema.write_cookies(cinema.write_policy(ip_address=addresses))

    assert (await cinema.ask(PATH, cookies))[0] == status


async def test_a_key_counts_only_while_its_group_has_it(
    cinema: Cinema, key: rsa.RSAPrivateKey, other_key: rsa.RSAPrivateKey
) -> None:
    """A rotated key is taken out of the group, and what it signed ends; a key of another group never counted."""
    origin = json.loads(cinema.file.read_text())["origins"]["media"]["url"]
    keys = {"KPLAYER": write_public_key(key), "KNEXT": write_public_key(other_key)}
    policy = cinema.write_policy()
    before, cinema.signer = cinema.write_cookies(policy), signer_of(other_key, "KNEXT")
    after = cinema.write_cookies(policy)

    assert (await cinema.ask(PATH, after))[1] == "InvalidKey"
    cinema.file.write_text(json.dumps(describe(origin, keys, ("KPLAYER", "KNEXT"))))
    assert [(await cinema.ask(PATH, each))[0] for each in (before, after)] == [200, 200]
    cinema.file.write_text(json.dumps(describe(origin, keys, ("KNEXT",))))
    assert [(await cinema.ask(PATH, each))[0] for each in (before, after)] == [403, 200]


async def test_paths_without_a_key_group_are_open_and_others_closed(cinema: Cinema) -> None:
    assert (await cinema.ask("/media/open/none"))[0] == 404
    assert (await cinema.ask("/elsewhere"))[:2] == (403, "AccessDenied")


@pytest.mark.parametrize(
    "statement",
    [
        {},
        {"Resource": 1, "Condition": {"DateLessThan": {"AWS:EpochTime": NOON}}},
        {"Resource": "*", "Condition": {}},
        {"Resource": "*", "Condition": {"DateLessThan": {"AWS:EpochTime": "1800000000"}}},
        {"Resource": "*", "Condition": {"DateLessThan": {"AWS:EpochTime": True}}},
        {"Resource": "*", "Condition": {"DateLessThan": {"AWS:EpochTime": 2**31}}},
        {"Resource": "*", "Condition": {"DateLessThan": {"AWS:EpochTime": NOON}, "IpAddress": {"AWS:SourceIp": "::1"}}},
        {"Resource": "*", "Condition": {"DateLessThan": {"AWS:EpochTime": NOON}, "Bool": {}}},
        {"Resource": "*", "Effect": "Allow", "Condition": {"DateLessThan": {"AWS:EpochTime": NOON}}},
    ],
    ids=str,
)
def test_a_statement_of_another_shape_is_no_policy(statement: Any) -> None:
    for text in (json.dumps({"Statement": [statement]}), json.dumps({"Statement": [statement, statement]})):
        with pytest.raises(Exception, match="Malformed Policy"):
            parse_policy(text.encode())


def test_a_policy_without_a_resource_is_for_every_url() -> None:
    policy = parse_policy(
        json.dumps({"Statement": [{"Condition": {"DateLessThan": {"AWS:EpochTime": NOON}}}]}).encode()
    )

    assert policy.allows("http://127.0.0.1/any", "::1", NOON - 1)


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("http*://site/media/?/*", "https://site/media/1/a/b", True),
        ("http*://site/media/?/*", "https://site/media/12/a", False),
        ("*", "anything", True),
        ("/media/a.b", "/media/aXb", False),
        ("/Media/*", "/media/a", False),
        ("*a" * 2 + "*" * 5_000, "b" * 5_000, False),
    ],
    ids=lambda each: str(each)[:30],
)
def test_wildcards_stand_for_what_cloudfront_says(pattern: str, text: str, fits: bool) -> None:
    assert matches(pattern, text) is fits


def test_the_first_of_two_cookies_counts() -> None:
    """Browsers send the one with the longest path first."""
    assert find_cookies(["a=b; CloudFront-Policy=near", 'CloudFront-Policy=far; CloudFront-Key-Pair-Id="K"']) == {
        "Policy": "near",
        "Key-Pair-Id": "K",
    }


def test_keys_of_elliptic_curves_verify() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    signature = key.sign(b"text", ec.ECDSA(hashes.SHA1()))  # noqa: S303

    assert is_signed(b"text", signature, key.public_key())
    assert not is_signed(b"another", signature, key.public_key())
