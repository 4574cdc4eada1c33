"""What sellers earned: by month, product and place, in the right days, without what went back, and nobody else's."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from resolvers.core.model import now
from resolvers.shop.database.migrations import apply_migrations, read_migrations
from resolvers.shop.orders import connection, saga
from resolvers.shop.orders.reports import sum_sales
from resolvers.shop.orders.revenue import RevenueGroup
from resolvers.shop.states import RefundState
from tests.people import Person, Refused
from tests.resolvers.shop.conftest import MIGRATIONS, Schema
from tests.resolvers.shop.market_stall import codes, on_sale
from tests.resolvers.shop.orders.test_orders import order_line, pay, place_order, work
from tests.resolvers.shop.orders.test_refunds import refund


def report(seller: Person, by: str, first: str = "2021-01", last: str = "2030-12") -> list[dict[str, Any]]:
    (found,) = seller.asks_each("Viewer", "salesReport", [{}], by=by, since=first, until=last)
    currencies: list[dict[str, Any]] = found["currencies"]
    return currencies


def list_rows(seller: Person, by: str, **months: str) -> list[tuple[str, str]]:
    """The revenue of each row of a report in one currency, by its key."""
    (found,) = report(seller, by, **months)
    return [(row["key"], row["revenue"]) for row in found["rows"]]


def sell(buyer: Person, product: dict[str, Any], quantity: int = 1) -> dict[str, Any]:
    is_walk = product["type"] == "WALK"
    more = {"shippingAddress": None} if is_walk else {}
    order = place_order(buyer, order_line(product, quantity), key=f"{product['id']}-{time.time()}", **more)
    pay(order)
    return order


def set_time(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Let it be a moment for orders, which ask for the time in seconds."""
    seconds = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()
    monkeypatch.setattr(time, "time", lambda: seconds)


def walk(seller: Person, zone: str) -> dict[str, Any]:
    post = seller.does("createPost", title="Harbour", body="By the water.")["post"]
    post = seller.does("publishPost", id=post["id"], expectedVersion=post["version"])["post"]
    position = {"latitude": -36.84, "longitude": 174.76}
    pin = seller.does("addPin", subjectId=post["id"], position=position, placeName="Auckland")["pin"]
    date = {"name": "Morning", "price": 4500, "stock": 50, "startsAt": "2031-06-01T09:00:00Z", "zone": zone}
    fields = {"type": "WALK", "subjectId": post["id"], "pinId": pin["id"], "title": "Harbour", "currency": "NZD"}
    draft = seller.does("createProduct", **fields, variants=[date])["product"]
    shown: dict[str, Any] = seller.does("publishProduct", id=draft["id"], expectedVersion=1)["product"]
    return shown


def list_days(schema: Schema) -> list[str]:
    return [str(row["sold_on"]) for row in schema.query("SELECT sold_on FROM order_lines ORDER BY sold_on")]


def test_each_currency_is_a_report_of_its_own(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """With what was sold, given back and kept; an order that nobody paid is no sale, nor one that was cancelled."""
    euros, yen = on_sale(ada), on_sale(ada, currency="JPY")
    order = sell(grace, euros, 3)
    sell(grace, yen)
    place_order(grace, order_line(euros), key="unpaid")
    cancelled = sell(grace, euros)
    grace.does("cancelOrder", id=cancelled["id"])
    refund(ada, order, lines=[{"line": 1, "quantity": 1}])

    first, second = report(ada, "MONTH")
    assert first | {"rows": []} == {
        "currency": "EUR",
        "pieces": 3,
        "refundedPieces": 1,
        "sold": "5997",
        "refunded": "1999",
        "revenue": "3998",
        "rows": [],
    }
    assert (second["currency"], second["revenue"]) == ("JPY", "1999")
    assert [row["revenue"] for row in first["rows"]] == ["3998"]


def test_nobody_sees_what_others_earned(open_for_orders: Schema, ada: Person, grace: Person, linus: Person) -> None:
    """Of an order with lines of two sellers each has their own; a buyer has none."""
    order = place_order(
        grace, order_line(on_sale(ada)), order_line(on_sale(linus, {"name": "A3", "price": 500, "stock": 9}))
    )
    pay(order)

    assert [each["sold"] for each in report(ada, "MONTH")] == ["1999"]
    assert [each["sold"] for each in report(linus, "PRODUCT")] == ["500"]
    assert report(grace, "PLACE") == []


def test_products_are_ranked_by_what_they_earned(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Under the title that they have now, also when they are off sale."""
    few, many = on_sale(ada), on_sale(ada)
    sell(grace, few)
    sell(grace, many, 2)
    ada.does("updateProduct", id=many["id"], title="Lights", expectedVersion=2)
    ada.does("retireProduct", id=many["id"], expectedVersion=3)

    (found,) = report(ada, "PRODUCT")
    assert [(row["key"], row["name"], row["revenue"]) for row in found["rows"]] == [
        (many["id"], "Lights", "3998"),
        (few["id"], "Lanterns", "1999"),
    ]


def test_a_print_belongs_to_the_first_pin_of_its_article(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Its own pin comes before; what is pinned nowhere has no place; a pin that moves takes along no earlier sale."""
    pinned, own, nowhere = on_sale(ada), on_sale(ada), on_sale(ada)
    hue, hoi_an, dalat = (
        {"latitude": latitude, "longitude": longitude}
        for latitude, longitude in ((16.46, 107.59), (15.88, 108.33), (11.94, 108.44))
    )
    first = ada.does("addPin", subjectId=pinned["subjectId"], position=hue, placeName="Huế")["pin"]
    ada.does("addPin", subjectId=pinned["subjectId"], position=dalat, placeName="Đà Lạt")
    ada.does("addPin", subjectId=own["subjectId"], position=dalat, placeName="Đà Lạt")
    ada.does("addPin", subjectId=own["id"], position=hoi_an, placeName="Hội An")
    sell(grace, pinned, 3)
    ada.does("movePin", id=first["id"], expectedVersion=1, position=dalat, placeName="Đà Lạt")
    sell(grace, own, 2)
    sell(grace, nowhere)

    (found,) = report(ada, "PLACE")
    assert [(row["name"], row["revenue"]) for row in found["rows"]] == [
        ("Huế", "5997"),
        ("Hội An", "3998"),
        (None, "1999"),
    ]
    assert abs(found["rows"][0]["position"]["latitude"] - hue["latitude"]) < 0.1
    assert (found["rows"][2]["key"], found["rows"][2]["position"]) == ("", None)


def test_places_of_one_name_that_lie_together_are_one(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Two pins a street apart; the same name in another country is another place."""
    products = [on_sale(ada) for _ in range(3)]
    for product, position in zip(products, ((54.97, -1.61), (54.971, -1.612), (-32.93, 151.78)), strict=True):
        point = dict(zip(("latitude", "longitude"), position, strict=True))
        ada.does("addPin", subjectId=product["subjectId"], position=point, placeName="Newcastle")
        sell(grace, product)

    assert [revenue for _, revenue in list_rows(ada, "PLACE")] == ["3998", "1999"]


@pytest.mark.parametrize(
    ("moment", "auckland", "honolulu"),
    [
        pytest.param("2026-11-30T10:59:59", "2026-11-30", "2026-11-30", id="a second before midnight in Auckland"),
        pytest.param("2026-11-30T11:00:00", "2026-12-01", "2026-11-30", id="December begins in Auckland"),
        pytest.param("2026-12-01T09:59:59", "2026-12-01", "2026-11-30", id="a second before midnight in Honolulu"),
        pytest.param("2026-12-01T10:00:00", "2026-12-01", "2026-12-01", id="December begins in Honolulu"),
        pytest.param("2026-12-31T23:59:59", "2027-01-01", "2026-12-31", id="the year's turn in Greenwich"),
        pytest.param("2027-04-30T11:59:59", "2027-04-30", "2027-04-30", id="winter time: the day begins an hour later"),
    ],
)
def test_a_sale_is_dated_by_the_clocks_of_its_place_or_its_seller(
    open_for_orders: Schema,
    ada: Person,
    grace: Person,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    auckland: str,
    honolulu: str,
) -> None:
    """A walk in Auckland and a print of a seller in Honolulu, at one moment."""
    there, here = walk(ada, "Pacific/Auckland"), on_sale(ada, zone="Pacific/Honolulu", currency="USD")
    set_time(monkeypatch, moment)
    sell(grace, there)
    sell(grace, here)

    assert list_days(open_for_orders) == sorted([auckland, honolulu])
    months = {each["currency"]: [row["key"] for row in each["rows"]] for each in report(ada, "MONTH")}
    assert months == {"NZD": [auckland[:7]], "USD": [honolulu[:7]]}


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        pytest.param("Africa/Cairo", "2030-10-31T20:30:00", "2030-10-31", id="23:30 of summer time"),
        pytest.param("Africa/Cairo", "2030-10-31T21:30:00", "2030-10-31", id="23:30 once more, an hour later"),
        pytest.param("Africa/Cairo", "2030-10-31T22:00:00", "2030-11-01", id="November begins by winter time"),
        pytest.param("Pacific/Auckland", "2026-09-26T12:30:00", "2026-09-27", id="the night that loses an hour"),
        pytest.param("Pacific/Auckland", "2027-04-03T10:59:59", "2027-04-03", id="before the night that gains one"),
        pytest.param("Pacific/Auckland", "2027-04-03T11:00:00", "2027-04-04", id="the night that gains one"),
        pytest.param("Africa/Cairo", "2026-04-23T21:59:59", "2026-04-23", id="the hour after midnight is left out"),
        pytest.param("Africa/Cairo", "2026-04-23T22:00:00", "2026-04-24", id="the day begins at one"),
    ],
)
def test_a_sale_in_a_night_when_clocks_change(
    open_for_orders: Schema,
    ada: Person,
    grace: Person,
    monkeypatch: pytest.MonkeyPatch,
    zone: str,
    moment: str,
    day: str,
) -> None:
    """Cairo goes back from midnight, so that the last hour of October comes twice in 2030."""
    product = walk(ada, zone)
    set_time(monkeypatch, moment)
    sell(grace, product)

    assert list_days(open_for_orders) == [day]
    assert list_rows(ada, "MONTH") == [(day[:7], "4500")]


def test_a_report_ends_with_the_last_day_of_its_last_month(
    open_for_orders: Schema, ada: Person, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = on_sale(ada)
    for moment in ("2028-01-31T23:59:59", "2028-02-01T00:00:00", "2028-02-29T23:59:59", "2028-03-01T00:00:00"):
        set_time(monkeypatch, moment)
        sell(grace, product)

    assert list_rows(ada, "MONTH", first="2028-02", last="2028-02") == [("2028-02", "3998")]
    assert list_rows(ada, "MONTH") == [("2028-01", "1999"), ("2028-02", "3998"), ("2028-03", "1999")]


def test_a_line_from_before_days_were_kept_has_its_orders(
    open_for_orders: Schema, ada: Person, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The functions of before a deploy write none for a moment."""
    set_time(monkeypatch, "2027-06-10T12:00:00")
    sell(grace, on_sale(ada))
    with open_for_orders.connect() as writer, writer.cursor() as cursor:
        cursor.execute("UPDATE order_lines SET sold_on = NULL")
        cursor.execute("UPDATE orders SET local_date = '2027-06-09'")
        writer.commit()

    assert list_rows(ada, "MONTH", first="2027-06", last="2027-06") == [("2027-06", "1999")]
    assert report(ada, "MONTH", first="2027-07", last="2027-07") == []


def test_money_that_goes_back_is_counted_by_line(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Pieces from their line; an amount from all lines by what is left of them; the last piece takes the rest."""
    cheap, dear = on_sale(ada, {"name": "A5", "price": 1000, "stock": 9}), on_sale(ada)
    order = place_order(grace, order_line(cheap), order_line(dear, 2))
    pay(order)

    refund(ada, order, "pieces", lines=[{"line": 2, "quantity": 1}])
    assert dict(list_rows(ada, "PRODUCT")) == {cheap["id"]: "1000", dear["id"]: "1999"}
    refund(ada, order, "amount", amount=100)
    assert dict(list_rows(ada, "PRODUCT")) == {cheap["id"]: "967", dear["id"]: "1932"}
    refund(ada, order, "rest", lines=[{"line": 1, "quantity": 1}, {"line": 2, "quantity": 1}])
    assert dict(list_rows(ada, "PRODUCT")) == {cheap["id"]: "0", dear["id"]: "0"}
    assert list_refunded(open_for_orders) == [1000, 3998]


def test_a_refund_that_fails_counts_as_earned_again(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Once, also when the provider tells twice; another refund of the lines stays."""
    order = place_order(grace, order_line(on_sale(ada)), order_line(on_sale(ada)))
    pay(order)
    refund(ada, order, "stays", amount=500)
    refund(ada, order, "fails", amount=1001)
    work()
    assert list_refunded(open_for_orders) == [751, 750]
    (failed,) = open_for_orders.query("SELECT id FROM refunds WHERE amount <> 500")
    for _ in range(2):
        saga.settle_refund(connection.open_shop(), str(failed["id"]), RefundState.FAILED)

    assert list_refunded(open_for_orders) == [250, 250]


def list_refunded(schema: Schema) -> list[object]:
    return [row["refunded"] for row in schema.query("SELECT refunded FROM order_lines ORDER BY order_id, line")]


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-13", "2026-12", "form"),
        ("0000-01", "2026-12", "form"),
        ("2026-1", "2026-12", "form"),
        ("2026-01", "2026-01-01", "form"),
        ("2026-02", "2026-01", "before `since`"),
        ("2016-01", "2026-01", "at most 120 months"),
    ],
)
def test_months_that_no_report_has(open_for_orders: Schema, ada: Person, first: str, last: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        report(ada, "MONTH", first, last)
    assert refused.value.kind == "InvalidInput"


def test_a_report_is_of_the_last_twelve_months_by_default(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """By month, to the end of the present one."""
    sell(grace, on_sale(ada))
    with open_for_orders.connect() as writer, writer.cursor() as cursor:
        for days, found in ((0, 1), (330, 1), (367, 0)):
            cursor.execute("UPDATE order_lines SET sold_on = %s", (now().date() - timedelta(days=days),))
            writer.commit()
            (report_of_year,) = ada.asks_each("Viewer", "salesReport", [{}])
            assert len(report_of_year["currencies"]) == found


def test_the_seller_alone_is_shown_their_time_zone(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """It tells where they live."""
    product = on_sale(ada, zone="Pacific/Honolulu")

    assert ada.query("product", id=product["id"])["zone"] == "Pacific/Honolulu"
    assert grace.query("product", id=product["id"])["zone"] is None
    changed = ada.does("updateProduct", id=product["id"], zone="Asia/Tokyo", expectedVersion=2)
    assert changed["product"]["zone"] == "Asia/Tokyo"
    unknown = ada.does("updateProduct", id=product["id"], zone="Mars/Base", expectedVersion=3)
    assert codes(unknown) == [("INVALID_INPUT", "zone")]


def test_sales_from_before_the_columns_are_reported(empty_schema: Schema) -> None:
    """By the day of their order; what was given back by then is shared by the lines' totals."""
    migrations = read_migrations(MIGRATIONS)
    with empty_schema.connect() as connection, connection.cursor() as cursor:
        apply_migrations(connection, migrations[:18])
        cursor.execute(
            "INSERT INTO orders (id, buyer, state, currency, items, shipping, tax, total, paid, refunded, placed_at,"
            " local_date, zone, expires_at) VALUES ('order_1', 'omar', 'PAID', 'EUR', 900, 0, 0, 900, 900, 100,"
            " '2026-03-01', '2026-02-28', 'Pacific/Honolulu', '2026-03-01')"
        )
        cursor.execute(
            "INSERT INTO order_parts (order_id, seller, state, refunded) VALUES ('order_1', 'ada', 'DONE', 100)"
        )
        cursor.executemany(
            "INSERT INTO order_lines (order_id, line, product, variant, seller, title, quantity, unit_price,"
            " price_version, net) VALUES ('order_1', %s, %s, %s, 'ada', 'Print', 1, %s, 1, %s)",
            [(1, "product_1", "variant_1", 600, 600), (2, "product_2", "variant_2", 300, 300)],
        )
        connection.commit()
        apply_migrations(connection, migrations)

        months = sum_sales(cursor, "ada", RevenueGroup.MONTH, date(2026, 2, 1), date(2026, 2, 28))
        products = sum_sales(cursor, "ada", RevenueGroup.PRODUCT, date(2026, 2, 1), date(2026, 2, 28))
    assert [(each.key, each.sold, each.refunded) for each in months] == [("2026-02", 900, 99)]
    assert {each.key: each.refunded for each in products} == {"product_1": 66, "product_2": 33}
