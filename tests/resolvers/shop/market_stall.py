"""What sellers and buyers do in tests, in one word each."""

from datetime import timedelta
from typing import Any

from resolvers.core import table
from resolvers.core.model import iso, now
from resolvers.core.table import Update
from resolvers.social import keys
from tests.acts import publish_post, request_photo
from tests.people import Person


def article_with_photo(seller: Person, **more: Any) -> tuple[dict[str, Any], str]:
    """A public article of the seller with one photo."""
    post = publish_post(seller, **more)
    photo = request_photo(seller, post)
    table.write(Update(keys.photo(photo.id), put={"state": "LIVE"}))
    return post, photo.id


def create_draft(seller: Person, *variants: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A draft of a print, by default of one variant with ten pieces at 19.99 EUR."""
    post, photo_id = article_with_photo(seller)
    wanted = list(variants) or [{"name": "A3", "price": 1999, "stock": 10}]
    fields = {"type": "PRINT", "subjectId": post["id"], "photoId": photo_id, "title": "Lanterns", "currency": "EUR"}
    payload = seller.does("createProduct", **(fields | {"variants": wanted} | more))
    assert payload["errors"] == []
    made: dict[str, Any] = payload["product"]
    return made


def on_sale(seller: Person, *variants: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A print that everybody can buy."""
    draft = create_draft(seller, *variants, **more)
    payload = seller.does("publishProduct", id=draft["id"], expectedVersion=draft["version"])
    assert payload["errors"] == []
    shown: dict[str, Any] = payload["product"]
    return shown


def walk_on_sale(seller: Person) -> dict[str, Any]:
    """A walk in Auckland in a month, to a pin of a public article."""
    post = publish_post(seller)
    pin = seller.does("addPin", subjectId=post["id"], position={"latitude": -36.8, "longitude": 174.7})["pin"]
    starts = iso(now() + timedelta(days=30))
    date = {"name": "Morning", "price": 4500, "stock": 8, "startsAt": starts, "zone": "Pacific/Auckland"}
    fields = {"type": "WALK", "subjectId": post["id"], "pinId": pin["id"], "title": "Harbour", "currency": "NZD"}
    draft = seller.does("createProduct", **fields, variants=[date])["product"]
    shown: dict[str, Any] = seller.does("publishProduct", id=draft["id"], expectedVersion=1)["product"]
    return shown


def codes(payload: dict[str, Any]) -> list[tuple[str, str]]:
    """The code of each error, with the last part of its path."""
    return [(each["code"], (each["path"] or [""])[-1]) for each in payload["errors"]]


def nodes(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in page["edges"]]
