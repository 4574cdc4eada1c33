"""The catalogue: what may be sold, who sees it, how it is found, and what happens to it when its article closes."""

from datetime import timedelta
from typing import Any

import pytest

from resolvers.core import table
from resolvers.core.model import iso, now
from resolvers.shop import keys
from resolvers.shop.stock import repository as stock
from tests.acts import draft, publish_post
from tests.people import Person, Refused
from tests.resolvers.shop.market_stall import article_with_photo, codes, create_draft, nodes, on_sale

WALK_STARTS = iso(now() + timedelta(days=30))
WALK = {"name": "Morning", "price": 4500, "stock": 8, "startsAt": WALK_STARTS, "zone": "Pacific/Auckland"}


def retire(seller: Person, product: dict[str, Any]) -> Any:
    return seller.does("retireProduct", id=product["id"], expectedVersion=product["version"])


def test_a_draft_is_seen_only_by_its_seller(ada: Person, grace: Person, guest: Person) -> None:
    product = create_draft(ada)

    assert ada.query("product", id=product["id"])["title"] == "Lanterns"
    assert grace.query("product", id=product["id"]) is None
    assert guest.query("product", id=product["id"]) is None
    assert guest.query("products")["edges"] == []


def test_a_product_on_sale_is_found_everywhere(ada: Person, guest: Person) -> None:
    """In the shop, by type, under its article, its photo and its seller; guests learn whether there is some."""
    product = on_sale(ada, {"name": "A3", "price": 1999, "stock": 10}, {"name": "A5", "price": 750, "stock": 2})

    assert [each["id"] for each in nodes(guest.query("products"))] == [product["id"]]
    assert [each["id"] for each in nodes(guest.query("products", type="PRINT"))] == [product["id"]]
    assert nodes(guest.query("products", type="BOOK")) == []
    for kind, source in (("Post", product["subjectId"]), ("Photo", product["photoId"]), ("User", ada.id)):
        (page,) = guest.asks_each(kind, "products", [{"id": source}])
        assert [each["id"] for each in nodes(page)] == [product["id"]], kind
    shown = guest.query("product", id=product["id"])
    assert shown["priceFrom"] == {"amount": 750, "currency": "EUR"}
    assert [(each["name"], each["availability"], each["available"]) for each in shown["variants"]] == [
        ("A3", "IN_STOCK", None),
        ("A5", "FEW", None),
    ]
    assert shown["seller"]["handle"] == "ada"


def test_only_the_seller_learns_how_many_are_left(ada: Person, grace: Person) -> None:
    product = on_sale(ada)

    assert [each["available"] for each in ada.query("product", id=product["id"])["variants"]] == [10]
    assert [each["available"] for each in grace.query("product", id=product["id"])["variants"]] == [None]


def test_a_retired_product_is_gone_from_every_list_and_comes_back_in_its_place(ada: Person, guest: Person) -> None:
    first, second = on_sale(ada), on_sale(ada)

    retired = retire(ada, first)["product"]
    during = [each["id"] for each in nodes(guest.query("products"))]
    lists = [guest.asks_each(kind, "products", [{"id": source}])[0] for kind, source in _sources(ada, first)]
    stocked = stock.get(first["variants"][0]["id"])
    ada.does("publishProduct", id=first["id"], expectedVersion=retired["version"])

    assert during == [second["id"]]
    assert [first["id"] in {node["id"] for node in nodes(page)} for page in lists] == [False] * 3
    assert stocked
    assert not stocked.is_live
    assert [each["id"] for each in nodes(guest.query("products"))] == [second["id"], first["id"]]


def _sources(seller: Person, product: dict[str, Any]) -> list[tuple[str, str]]:
    return [("Post", product["subjectId"]), ("Photo", product["photoId"]), ("User", seller.id)]


def test_sellers_page_through_their_own_products_in_any_state(ada: Person) -> None:
    live, hidden = on_sale(ada), create_draft(ada)

    (every,) = ada.asks_each("Viewer", "products", [{}])
    (drafts,) = ada.asks_each("Viewer", "products", [{}], state="DRAFT")

    assert {each["id"] for each in nodes(every)} == {live["id"], hidden["id"]}
    assert [each["id"] for each in nodes(drafts)] == [hidden["id"]]


def test_pages_lead_through_all_products(ada: Person, guest: Person) -> None:
    made = [on_sale(ada)["id"] for _ in range(3)]

    first = guest.query("products", first=2)
    second = guest.query("products", first=2, after=first["pageInfo"]["endCursor"])

    assert [each["id"] for each in [*nodes(first), *nodes(second)]] == made[::-1]
    assert not second["pageInfo"]["hasNextPage"]


NOT_SELLABLE: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"photoId": None}, ("INVALID_INPUT", "photoId")),
    ({"photoId": "photo_none"}, ("NOT_FOUND", "photoId")),
    ({"pinId": "pin_none"}, ("INVALID_INPUT", "pinId")),
    ({"type": "WALK", "variants": [WALK]}, ("INVALID_INPUT", "pinId")),
    ({"currency": "EURO"}, ("INVALID_INPUT", "currency")),
    ({"currency": "XAU"}, ("INVALID_INPUT", "currency")),
    ({"currency": "IQD"}, ("INVALID_INPUT", "currency")),
    ({"currency": "KWD", "variants": [{"name": "A3", "price": 12_345}]}, ("INVALID_INPUT", "price")),
    ({"title": ""}, ("INVALID_INPUT", "title")),
    ({"taxRate": 10_001}, ("INVALID_INPUT", "taxRate")),
    ({"subjectId": "post_none"}, ("NOT_FOUND", "subjectId")),
    ({"variants": [{"name": "A3", "price": 0}]}, ("INVALID_INPUT", "price")),
    ({"variants": [{"name": "A3", "price": 2_000_000_001}]}, ("INVALID_INPUT", "price")),
    ({"variants": [{"name": "A3", "price": 19.99}]}, ("INVALID_INPUT", "price")),
    ({"variants": [{"name": "A3", "price": 1, "stock": -1}]}, ("INVALID_INPUT", "stock")),
    ({"variants": [{"name": "a3", "price": 1}, {"name": "A3", "price": 2}]}, ("INVALID_INPUT", "variants")),
    ({"variants": [WALK]}, ("INVALID_INPUT", "startsAt")),
    ({"variants": [{"name": "A3", "price": 1, "minutes": 90}]}, ("INVALID_INPUT", "0")),
    ({"variants": [WALK | {"zone": "Mars/Olympus"}]}, ("INVALID_INPUT", "zone")),
    ({"variants": [WALK | {"zone": None}]}, ("INVALID_INPUT", "0")),
    ({"variants": [{"name": f"A{n}", "price": 1} for n in range(21)]}, ("INVALID_INPUT", "variants")),
]


def test_what_cannot_be_sold_is_refused(ada: Person) -> None:
    post, photo_id = article_with_photo(ada)
    fields = {"type": "PRINT", "subjectId": post["id"], "photoId": photo_id, "title": "Lanterns", "currency": "EUR"}

    for wrong, error in NOT_SELLABLE:
        assert codes(ada.does("createProduct", **(fields | wrong))) == [error], wrong
    assert ada.asks_each("Viewer", "products", [{}])[0]["edges"] == []


def test_products_are_made_only_from_the_sellers_own_public_articles(ada: Person, grace: Person) -> None:
    hers, secret = publish_post(ada), draft(grace)
    book = {"type": "BOOK", "title": "A year", "currency": "EUR"}

    assert codes(grace.does("createProduct", subjectId=hers["id"], **book)) == [("FORBIDDEN", "subjectId")]
    assert codes(grace.does("createProduct", subjectId=secret["id"], **book)) == [("INVALID_INPUT", "subjectId")]
    assert codes(ada.does("createProduct", subjectId=secret["id"], **book)) == [("NOT_FOUND", "subjectId")]


def test_a_walk_meets_at_a_pin_of_its_article(ada: Person, guest: Person) -> None:
    post = publish_post(ada)
    pin = ada.does("addPin", subjectId=post["id"], position={"latitude": -36.8, "longitude": 174.7})["pin"]
    walk = {"type": "WALK", "subjectId": post["id"], "title": "Harbour", "currency": "NZD", "pinId": pin["id"]}

    made = ada.does("createProduct", **walk, variants=[WALK])["product"]
    ada.does("publishProduct", id=made["id"], expectedVersion=1)

    shown = guest.query("product", id=made["id"])
    assert shown["pin"]["position"] == {"latitude": -36.8, "longitude": 174.7}
    assert [(each["startsAt"], each["zone"]) for each in shown["variants"]] == [(WALK_STARTS, "Pacific/Auckland")]
    assert "BEGIN:VCALENDAR" in shown["variants"][0]["calendar"]
    (page,) = guest.asks_each("Pin", "products", [{"id": pin["id"]}])
    assert [each["id"] for each in nodes(page)] == [made["id"]]


def test_a_walk_starts_in_the_future(ada: Person) -> None:
    post = publish_post(ada)
    pin = ada.does("addPin", subjectId=post["id"], position={"latitude": 1.0, "longitude": 2.0})["pin"]
    walk = {"type": "WALK", "subjectId": post["id"], "title": "Harbour", "currency": "NZD", "pinId": pin["id"]}

    refused = ada.does("createProduct", **walk, variants=[WALK | {"startsAt": "2020-01-01T10:00:00Z"}])

    assert codes(refused) == [("INVALID_INPUT", "startsAt")]


def test_a_repeated_key_makes_one_product(ada: Person) -> None:
    post = publish_post(ada)
    book = {"type": "BOOK", "subjectId": post["id"], "title": "A year", "currency": "EUR", "idempotencyKey": "k"}

    first, again = ada.does("createProduct", **book), ada.does("createProduct", **book)
    other = ada.does("createProduct", **(book | {"title": "Two years"}))

    assert first["product"]["id"] == again["product"]["id"]
    assert codes(other) == [("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]


def test_nothing_is_published_without_a_variant(ada: Person) -> None:
    post = publish_post(ada)
    book = ada.does("createProduct", type="BOOK", subjectId=post["id"], title="A year", currency="EUR")["product"]

    assert codes(ada.does("publishProduct", id=book["id"], expectedVersion=1)) == [("INVALID_INPUT", "id")]


def test_others_change_nothing(ada: Person, grace: Person) -> None:
    """What they may not see does not exist; what they may is the seller's."""
    hidden, live = create_draft(ada), on_sale(ada)
    variant = live["variants"][0]["id"]

    assert codes(grace.does("updateProduct", id=hidden["id"], expectedVersion=1, title="x")) == [("NOT_FOUND", "id")]
    assert codes(grace.does("retireProduct", id=live["id"], expectedVersion=2)) == [("FORBIDDEN", "id")]
    for name, more in (
        ("addVariant", {"expectedVersion": 2, "variant": {"name": "A5", "price": 1}}),
        ("updateVariant", {"expectedVersion": 2, "variantId": variant, "price": 1}),
        ("removeVariant", {"expectedVersion": 2, "variantId": variant}),
        ("changeStock", {"variantId": variant, "delta": 5}),
    ):
        assert codes(grace.does(name, productId=live["id"], **more)) == [("FORBIDDEN", "productId")]


def test_a_stale_version_is_a_conflict(ada: Person) -> None:
    product = create_draft(ada)
    ada.does("updateProduct", id=product["id"], expectedVersion=1, title="Lanterns at night")

    stale = ada.does("updateProduct", id=product["id"], expectedVersion=1, title="Lamps")

    assert [(each["code"], each["currentVersion"]) for each in stale["errors"]] == [("CONFLICT", 2)]
    assert ada.query("product", id=product["id"])["title"] == "Lanterns at night"


def test_a_new_price_has_a_new_version_where_orders_compare_it(ada: Person) -> None:
    product = on_sale(ada)
    variant = product["variants"][0]["id"]

    of = {"productId": product["id"], "variantId": variant}
    renamed = ada.asks("Mutation", "updateVariant", input=of | {"expectedVersion": 2, "name": "A3 matte"})
    repriced = ada.asks("Mutation", "updateVariant", input=of | {"expectedVersion": 3, "price": 2499})

    assert [each["priceVersion"] for each in renamed["product"]["variants"]] == [1]
    (shown,) = repriced["product"]["variants"]
    assert (shown["name"], shown["price"], shown["priceVersion"]) == (
        "A3 matte",
        {"amount": 2499, "currency": "EUR"},
        2,
    )
    kept = stock.get(variant)
    assert kept
    assert (kept.price_version, kept.available, kept.is_live) == (2, 10, True)


def test_a_variant_that_is_added_to_a_live_product_is_for_sale(ada: Person) -> None:
    product = on_sale(ada)
    wanted = {"name": "A5", "price": 750, "stock": 3}

    added = ada.does("addVariant", productId=product["id"], expectedVersion=2, variant=wanted)["product"]
    twin = ada.does("addVariant", productId=product["id"], expectedVersion=3, variant=wanted)

    kept = stock.get(added["variants"][1]["id"])
    assert kept
    assert (kept.available, kept.is_live, kept.product_id) == (3, True, product["id"])
    assert codes(twin) == [("INVALID_INPUT", "name")]


def test_a_removed_variant_is_off_sale_but_never_the_last_one_of_a_live_product(ada: Person) -> None:
    """Its stock stays, because orders may hold some of it."""
    product = on_sale(ada, {"name": "A3", "price": 1999, "stock": 10}, {"name": "A5", "price": 750, "stock": 2})
    large, small = (each["id"] for each in product["variants"])

    removed = ada.does("removeVariant", productId=product["id"], variantId=large, expectedVersion=2)["product"]
    last = ada.does("removeVariant", productId=product["id"], variantId=small, expectedVersion=3)
    again = ada.does("removeVariant", productId=product["id"], variantId=large, expectedVersion=3)

    assert [each["name"] for each in removed["variants"]] == ["A5"]
    assert (codes(last), codes(again)) == ([("INVALID_INPUT", "variantId")], [("NOT_FOUND", "variantId")])
    kept = stock.get(large)
    assert kept
    assert (kept.available, kept.is_live) == (10, False)


def test_stock_is_added_and_taken_but_never_below_what_is_available(ada: Person) -> None:
    product = on_sale(ada)
    of = {"productId": product["id"], "variantId": product["variants"][0]["id"]}

    ada.does("changeStock", **of, delta=5, idempotencyKey="k")
    again = ada.does("changeStock", **of, delta=5, idempotencyKey="k")
    refused = ada.does("changeStock", **of, delta=-16)
    emptied = ada.does("changeStock", **of, delta=-15)

    assert again["product"]["variants"][0]["available"] == 15
    assert codes(refused) == [("INVALID_INPUT", "delta")]
    assert (emptied["product"]["variants"][0]["available"], emptied["product"]["variants"][0]["availability"]) == (
        0,
        "SOLD_OUT",
    )
    assert codes(ada.does("changeStock", **of, delta=0)) == [("INVALID_INPUT", "delta")]


def test_its_article_and_photo_are_answered_by_their_product(ada: Person, guest: Person) -> None:
    product = on_sale(ada)

    (post,) = guest.asks_each("Product", "post", [product])
    (photo,) = guest.asks_each("Product", "photo", [product])

    assert (post["id"], photo["id"]) == (product["subjectId"], product["photoId"])


def test_products_are_listed_by_what_they_are_made_from(ada: Person, guest: Person) -> None:
    """By an article or by a photo; not by a type as well."""
    product, _ = on_sale(ada), on_sale(ada)

    by_source = [guest.query("products", madeFrom=product[each]) for each in ("subjectId", "photoId")]
    by_nothing = guest.query("products", madeFrom="post_unknown")
    with pytest.raises(Refused) as refused:
        guest.query("products", madeFrom=product["subjectId"], type="PRINT")

    assert [[each["id"] for each in nodes(page)] for page in by_source] == [[product["id"]]] * 2
    assert nodes(by_nothing) == []
    assert refused.value.kind == "InvalidInput"


def test_stock_is_read_only_when_availability_is_asked_for(ada: Person, guest: Person) -> None:
    """A list of titles and prices is a Query and a batch."""
    product = on_sale(ada)
    calls: list[str] = []
    table.client().meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    guest.selecting = ["edges", "edges/node", "edges/node/id", "edges/node/title", "edges/node/priceFrom"]

    (shown,) = nodes(guest.query("products", madeFrom=product["subjectId"]))

    assert shown["priceFrom"] == {"amount": 1999, "currency": "EUR"}
    assert calls == ["Query", "BatchGetItem"]


@pytest.mark.parametrize("others", [0, 1000])
def test_a_page_costs_the_same_among_few_and_many(ada: Person, guest: Person, others: int) -> None:
    """One Query, one batch of products with their counts, one of stock: nothing scans."""
    products = [on_sale(ada) for _ in range(3)]
    put_older_copies(products[0]["id"], others)
    calls: list[str] = []
    client = table.client()
    client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))

    shown = nodes(guest.query("products", first=2))

    assert [each["id"] for each in shown] == [products[2]["id"], products[1]["id"]]
    assert sorted(calls) == ["BatchGetItem", "BatchGetItem", "BatchGetItem", "Query"]


def put_older_copies(product_id: str, count: int) -> None:
    """Put products on sale before one that is there, by its item."""
    client, key = table.client(), keys.product(product_id)
    item = client.get_item(TableName="waymark", Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}})["Item"]
    assert item["GSI1PK"] == {"S": "SHOP"}
    copies = [item | {"PK": {"S": f"PRODUCT#copy{n}"}, "GSI1SK": {"S": f"2000-01-01#{n:06}"}} for n in range(count)]
    for start in range(0, count, 25):
        requests: list[Any] = [{"PutRequest": {"Item": each}} for each in copies[start : start + 25]]
        client.batch_write_item(RequestItems={"waymark": requests})
