"""What the reader listens to, in its code and in the template that filters the stream for it."""

import json

from infra import templates
from resolvers.platform.event_log import declarations
from subscriptions import stream  # noqa: F401  the reader loads what rooms declare


def test_the_event_source_passes_what_the_reader_listens_to_and_nothing_else() -> None:
    """Rows, notifications and events that it writes itself never come back to it."""
    template = templates.load_all()["platform"]

    filters = template["Resources"]["StreamMapping"]["Properties"]["FilterCriteria"]["Filters"]

    assert [json.loads(each["Pattern"]) for each in filters] == declarations.stream_filters()
