"""What reaches the bucket, and what comes back: ranges, conditions, heads, and nothing of the viewer's signature."""

from tests.infra.emulators.cloudfront.conftest import FILM, Cinema

PATH = "/media/film/1/film.cmfv"


async def test_ranges_and_heads_are_the_buckets_own(cinema: Cinema) -> None:
    cookies = cinema.write_cookies(cinema.write_policy())

    assert await cinema.ask(PATH, cookies, Range="bytes=256-511") == (206, "", FILM[256:512])
    assert await cinema.ask(PATH, cookies, method="HEAD") == (200, "", b"")
    assert (await cinema.ask(PATH, cookies, Range="bytes=9999-"))[0] == 416


async def test_what_a_viewer_has_is_not_sent_again(cinema: Cinema) -> None:
    cookies = cinema.write_cookies(cinema.write_policy())
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
    async with cinema.http.get(f"{cinema.url}{PATH}", headers={"Cookie": sent}) as first:
        tag = first.headers["ETag"]
        assert first.headers["X-Cache"] == "Miss from cloudfront"

    assert await cinema.ask(PATH, cookies, If_None_Match=tag) == (304, "", b"")


async def test_the_bucket_sees_the_edges_signature_and_not_the_viewers(cinema: Cinema) -> None:
    url = cinema.signer.generate_presigned_url(f"{cinema.url}{PATH}?part=2", policy=cinema.write_policy())

    assert (await cinema.ask(url, {"session": "secret"}))[0] == 200

    (request,) = cinema.received
    assert request.query_string == "part=2"
    assert "Cookie" not in request.headers
    assert request.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=edge/")


async def test_nothing_can_be_written_through_the_edge(cinema: Cinema) -> None:
    cookies = cinema.write_cookies(cinema.write_policy())

    for method in ("PUT", "POST", "DELETE"):
        assert (await cinema.ask(PATH, cookies, method=method))[:2] == (403, "AccessDenied")
    assert cinema.received == []
