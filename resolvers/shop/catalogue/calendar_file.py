"""The calendar file of a walk's date, as RFC 5545 has it: at the hour of the place, whatever the reader's zone."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from resolvers.platform.pins.model import Pin
from resolvers.shop.catalogue.model import Product, Variant


def write_calendar_file(product: Product, variant: Variant, meeting: Pin | None) -> str | None:
    """Return an iCalendar file with one event and its time zone; None for what has no date."""
    if not variant.starts_at or not variant.zone:
        return None
    # Loading it takes longer than answering most requests, and few ask for a file.
    from icalendar import Calendar, Event, vGeo  # noqa: PLC0415

    starts = variant.starts_at.astimezone(ZoneInfo(variant.zone))
    event = Event()
    # The same event again after a change of its text replaces the one in the calendar.
    event.add("uid", f"{variant.id}@waymark")
    event.add("sequence", product.version)
    event.add("dtstamp", product.updated_at)
    event.add("dtstart", starts)
    if variant.minutes:
        event.add("duration", timedelta(minutes=variant.minutes))
    event.add("summary", f"{product.title}: {variant.name}")
    event.add("description", product.description)
    if meeting:
        event.add("location", meeting.place_name or "")
        event.add("geo", vGeo((meeting.position.latitude, meeting.position.longitude)))
    calendar = Calendar()
    calendar.add("prodid", "-//Waymark//Walks//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    file: str = calendar.to_ical().decode()
    return file
