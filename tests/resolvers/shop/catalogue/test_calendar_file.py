"""Calendar files of walks: read back by a parser, at the hour of the place."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from resolvers.core.geo import GeoPoint
from resolvers.platform.pins.model import Pin
from resolvers.shop.catalogue.calendar_file import write_calendar_file
from resolvers.shop.catalogue.model import Product, ProductType, Variant
from resolvers.shop.money.model import Money

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
PIN = Pin(
    id="pin_1",
    subject_id="post_1",
    position=GeoPoint(latitude=-36.84, longitude=174.74),
    place_name="Ngā Ana Wai; the east gate",
    created_at=NOON,
)


def walk(variant: Variant) -> Product:
    return Product(
        id="product_1",
        type=ProductType.WALK,
        title="Đi bộ, một mình",
        description="Bring:\nwater, knees; a hat. " + "It takes as long as it takes. " * 5,
        seller_id="ada",
        subject_id="post_1",
        pin_id="pin_1",
        currency="NZD",
        variants=[variant],
        created_at=NOON,
        updated_at=NOON,
    )


def date(starts: datetime, zone: str, minutes: int | None = 90) -> Variant:
    price = Money(amount=4500, currency="NZD")
    return Variant(id="variant_1", name="Morning", price=price, starts_at=starts, zone=zone, minutes=minutes)


def read(variant: Variant) -> Calendar:
    text = write_calendar_file(walk(variant), variant, PIN)
    assert text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return Calendar.from_ical(text)


def test_a_file_says_what_where_and_when() -> None:
    starts = datetime(2026, 12, 4, 19, 30, tzinfo=UTC)

    calendar = read(date(starts, "Pacific/Auckland"))

    (event,) = calendar.events
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Đi bộ, một mình: Morning", "Ngā Ana Wai; the east gate")
    assert str(event["DESCRIPTION"]).startswith("Bring:\nwater, knees; a hat.")
    assert event.start == starts
    assert event.start.isoformat() == "2026-12-05T08:30:00+13:00"
    assert event.duration == timedelta(minutes=90)
    assert [str(each["TZID"]) for each in calendar.timezones] == ["Pacific/Auckland"]


@pytest.mark.parametrize(
    ("starts", "zone", "shown"),
    [
        ("2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25T02:30:00"),  # 02:30 comes twice that night
        ("2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-25T02:30:00"),
        ("2027-03-28T01:00:00Z", "Europe/Berlin", "2027-03-28T03:00:00"),  # the first minute of summer time
        ("2026-12-01T10:00:00Z", "Pacific/Honolulu", "2026-12-01T00:00:00"),
        ("2026-11-30T18:15:00Z", "Asia/Kathmandu", "2026-12-01T00:00:00"),
    ],
)
def test_the_hour_is_that_of_the_place(starts: str, zone: str, shown: str) -> None:
    (event,) = read(date(datetime.fromisoformat(starts), zone)).events

    assert event.start.isoformat()[:19] == shown


def test_what_has_no_date_has_no_file() -> None:
    book = Variant(id="variant_1", name="Hardcover", price=Money(amount=3900, currency="EUR"))

    assert write_calendar_file(walk(book), book, None) is None


def test_a_date_without_a_duration_and_a_place_is_a_file_all_the_same() -> None:
    variant = date(NOON, "Asia/Amman", minutes=None)

    text = write_calendar_file(walk(variant), variant, None)

    assert text
    (event,) = Calendar.from_ical(text).events
    assert event.start == NOON
    assert "LOCATION" not in event
