"""URLs that clients send, and that browsers or webhooks are led to."""

from urllib.parse import urlsplit

from payments_local.errors import InvalidRequestError


def require_url(url: str, param: str) -> str:
    """Return an absolute HTTP address, or raise `InvalidRequestError`."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid:
        message = "Invalid URL: An explicit scheme (such as https) must be provided."
        raise InvalidRequestError(message, code="url_invalid", param=param)
    return url
