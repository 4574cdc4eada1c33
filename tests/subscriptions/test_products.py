"""What the stream does about products: their article closes, and people like and comment on them."""

from typing import Any

import pytest

from resolvers.platform.subjects.model import Guard
from resolvers.shop.catalogue import repository
from resolvers.shop.catalogue.model import Product
from tests.acts import change_post
from tests.people import Person
from tests.resolvers.shop.market_stall import codes, create_draft, nodes, on_sale, walk_on_sale
from tests.stream import TableStream


@pytest.mark.parametrize("closing", ["private", "followers", "draft", "deleted"])
def test_products_of_a_closed_article_go_off_sale(
    stream: TableStream, ada: Person, guest: Person, closing: str
) -> None:
    """Whatever closes it; the seller keeps the product and may publish it again with the article."""
    product = on_sale(ada)
    other = on_sale(ada)
    post = {"id": product["subjectId"]}
    stream.settle()

    _close(ada, post, closing)
    stream.settle()

    assert guest.query("product", id=product["id"]) is None
    assert [each["id"] for each in nodes(guest.query("products"))] == [other["id"]]
    own = ada.query("product", id=product["id"])
    assert own["state"] == "RETIRED"
    refused = ada.does("publishProduct", id=product["id"], expectedVersion=own["version"])
    assert codes(refused) == [("NOT_FOUND" if closing == "deleted" else "INVALID_INPUT", "id")]


def test_products_of_a_removed_photo_go_off_sale(stream: TableStream, ada: Person, guest: Person) -> None:
    """And cannot come back without it."""
    product, other = on_sale(ada), on_sale(ada)
    stream.settle()

    ada.does("deletePhoto", id=product["photoId"])
    stream.settle()

    assert [each["id"] for each in nodes(guest.query("products"))] == [other["id"]]
    own = ada.query("product", id=product["id"])
    assert codes(ada.does("publishProduct", id=product["id"], expectedVersion=own["version"])) == [
        ("INVALID_INPUT", "id")
    ]


def test_walks_to_a_removed_pin_go_off_sale(stream: TableStream, ada: Person, guest: Person) -> None:
    walk = walk_on_sale(ada)
    stream.settle()

    ada.does("removePin", id=walk["pinId"])
    stream.settle()

    assert guest.query("products")["edges"] == []
    own = ada.query("product", id=walk["id"])
    assert own["state"] == "RETIRED"
    assert codes(ada.does("publishProduct", id=walk["id"], expectedVersion=own["version"])) == [("INVALID_INPUT", "id")]


def test_a_photo_that_goes_while_its_print_is_published_takes_it_along(
    stream: TableStream, ada: Person, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its removal is told before the print is on sale, so the stream finds nothing to retire."""
    product = create_draft(ada)
    write = repository.put_on_sale

    def remove_then_write(before: Product, after: Product, source: Guard) -> None:
        ada.does("deletePhoto", id=product["photoId"])
        stream.settle()
        write(before, after, source)

    monkeypatch.setattr(repository, "put_on_sale", remove_then_write)
    refused = ada.does("publishProduct", id=product["id"], expectedVersion=1)

    assert codes(refused) == [("INVALID_INPUT", "id")]
    assert guest.query("product", id=product["id"]) is None
    assert guest.query("products")["edges"] == []


def _close(author: Person, post: dict[str, Any], closing: str) -> None:
    version = author.query("post", id=post["id"])["version"]
    if closing == "deleted":
        author.does("deletePost", id=post["id"])
    elif closing == "draft":
        author.does("unpublishPost", id=post["id"], expectedVersion=version)
    else:
        change_post(author, post, visibility=closing.upper())


def test_a_product_is_liked_and_commented_on_as_a_post_is(stream: TableStream, ada: Person, grace: Person) -> None:
    """Its seller is notified, and the notification leads to the product."""
    product = on_sale(ada)
    stream.settle()

    grace.does("like", subjectId=product["id"])
    grace.does("addComment", subjectId=product["id"], body="Is it framed?")
    stream.settle()

    assert ada.query("product", id=product["id"])["counts"] == {"likes": 1, "comments": 1}
    (page,) = ada.asks_each("Viewer", "notifications", [{}])
    notified = [each for each in nodes(page) if each["subjectId"] == product["id"]]
    assert {each["kind"] for each in notified} == {"LIKE", "COMMENT"}
    found = ada.asks_each("Notification", "product", notified)
    assert [each["id"] for each in found] == [product["id"]] * 2
