"""The headers that guard the site's pages: the same on a laptop and on AWS, except for the hosts they name.

`infra/local/site.py` sends them; `infra/stacks/frontend.yaml` holds them written out, and a law compares.
"""

from dataclasses import dataclass
from typing import Final

EXPLORER: Final = "/explorer"
"""The page whose editor (Monaco) writes its style sheets, and a font in them, while it runs; no other page may."""

GUARDS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self)",
}


@dataclass(frozen=True)
class Hosts:
    """The origins the pages may speak to."""

    api: str
    realtime: str
    accounts: str
    media: str
    live: str = ""
    """Where livestreams are played from, and cameras publish to: origins, a space between them."""
    chat: str = ""
    """The chat of livestreams."""
    maps: str = ""
    """Where another map than the bundled one comes from: origins, a space between them."""


def content_security_policy(hosts: Hosts, *, is_explorer: bool = False) -> str:
    """Return the policy: scripts and workers from the site only, data from the API, pictures from the media bucket.

    `data:` and `blob:` pictures are the placeholders (made in the page) and the previews of photos being uploaded.
    `blob:` media is what a player puts together of a video's segments, and a `blob:` worker what Amazon's broadcast SDK
    draws a camera's pictures by.
    """
    styles, fonts = (["'unsafe-inline'"], ["data:"]) if is_explorer else ([], [])
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "worker-src": ["'self'"] if is_explorer else ["'self'", "blob:"],
        "style-src": ["'self'", *styles],
        "img-src": ["'self'", "data:", "blob:", hosts.media],
        "font-src": ["'self'", *fonts],
        "manifest-src": ["'self'"],
        **({} if is_explorer else {"media-src": ["blob:"]}),
        "connect-src": [
            "'self'",
            *(hosts.api, hosts.realtime, hosts.accounts, hosts.media, hosts.live, hosts.chat, hosts.maps),
        ],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(filter(None, dict.fromkeys(sources)))}" for name, sources in directives.items())
