"""A request as the door hands it over."""

from appsync_local.http_message import HttpRequest, RequestHead


def make_request(
    method: str,
    target: str,
    headers: list[tuple[str, str]],
    body: bytes = b"",
    peer: str | None = None,
    api_id: str | None = None,
) -> HttpRequest:
    return HttpRequest(RequestHead(method, target, headers), body, peer, api_id)
