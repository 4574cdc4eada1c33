"""What pages of the catalogue cost among few products and among many: the same requests, and the same read units.

`CATALOGUE=100000` measures a large shop; docs/shop.md has the figures of such a run.
"""

import json
import os
from collections.abc import Callable
from typing import Any, Final

import pytest
from moto.dynamodb.models import dynamodb_backends

from resolvers.core import table
from resolvers.shop import keys
from tests.benchmarks.crowd import print_measurements
from tests.benchmarks.meter import Meter
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.people import Person
from tests.resolvers.shop.market_stall import on_sale
from tests.resolvers.social.photos.upload_queue import UploadQueue

MANY: Final = int(os.environ.get("CATALOGUE", "1000"))
FEW: Final = 50
PAGE: Final = 20
NODE: Final = ["edges", "edges/node", "edges/node/id", "edges/node/title", "edges/node/priceFrom", "pageInfo"]
Page = Callable[..., dict[str, Any]]


@pytest.fixture
def meter(appsync: FakeGraphqlEndpoint, upload_queue: UploadQueue) -> Meter:
    return Meter(appsync, upload_queue)


def test_pages_of_the_catalogue_do_not_cost_more_among_many_products(
    meter: Meter, ada: Person, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page and the next one: of everything, of a type and of a seller."""
    product = on_sale(ada)
    guest.selecting = [*NODE, "pageInfo/endCursor", "pageInfo/hasNextPage"]
    lists: dict[str, Page] = {
        "products": lambda **page: guest.query("products", **page),
        "products of a type": lambda **page: guest.query("products", type="PRINT", **page),
        "User.products": lambda **page: guest.asks_each("User", "products", [{"id": ada.id}], **page)[0],
    }

    put_older_copies(product["id"], range(FEW))
    few = {name: measure_pages(page, meter, monkeypatch) for name, page in lists.items()}
    put_older_copies(product["id"], range(FEW, MANY))
    many = {name: measure_pages(page, meter, monkeypatch) for name, page in lists.items()}

    print_measurements(
        f"pages among {MANY:,} products",
        **{f"{name}, {each}": used[each] for name, used in many.items() for each in used},
    )
    assert many == few
    assert {each["requests"] for each in many.values()} == {4.0}


def measure_pages(page: Page, meter: Meter, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Return what two pages use that follow each other."""
    before = meter.used.copy()
    with meter.listening(monkeypatch):
        first = page(first=PAGE)
        second = page(first=PAGE, after=first["pageInfo"]["endCursor"])
    assert [len(each["edges"]) for each in (first, second)] == [PAGE, PAGE]
    assert second["pageInfo"]["hasNextPage"]
    return {name: meter.used[name] - before[name] for name in ("requests", "read units")}


def put_older_copies(product_id: str, numbers: range) -> None:
    """Put products on sale before one that is there, straight into the table's memory."""
    client, key = table.client(), keys.product(product_id)
    found = client.get_item(TableName="waymark", Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}})["Item"]
    text, stored = json.dumps(found), dynamodb_backends["123456789012"]["us-east-1"].get_table("waymark")
    for number in numbers:
        copy = f"product_{number:032}"
        place = {"S": f"2000-01-01T00:00:00.000Z#{copy}"}
        item = json.loads(text.replace(product_id, copy)) | {"GSI1SK": place, "GSI2SK": place}
        stored.put_item(item)
        row = {"PK": {"S": keys.offer_partition("PRINT")}, "SK": place, "productId": {"S": copy}}
        stored.put_item(row | {"type": {"S": "Offered"}})
