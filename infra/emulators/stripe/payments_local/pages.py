"""HTML pages: templates, and headers that keep everything but our own style sheet out."""

from importlib.resources import files
from typing import Any, Final

import jinja2
from aiohttp import web

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
TEMPLATES: Final = jinja2.Environment(loader=jinja2.PackageLoader("payments_local"), autoescape=True)


def render(name: str, *, status: int = 200, **values: Any) -> web.Response:
    """Return a page."""
    text = TEMPLATES.get_template(name).render(values)
    return web.Response(text=text, content_type="text/html", status=status, headers=HEADERS)


async def serve_style(_: web.Request) -> web.Response:
    style = (files("payments_local") / "assets/style.css").read_text("utf-8")
    return web.Response(text=style, content_type="text/css", headers={"X-Content-Type-Options": "nosniff"})
