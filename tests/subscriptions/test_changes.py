"""What the reader listens to, in its code and in the template that filters the stream for it."""

import json
from pathlib import Path

import yaml

from subscriptions.changes import FILTERS
from tests.memory import _Template


def test_the_event_source_passes_what_the_reader_listens_to_and_nothing_else() -> None:
    """Rows, notifications and events that it writes itself never come back to it."""
    template = yaml.load(Path("infra/stacks/backend.yaml").read_text(), Loader=_Template)  # noqa: S506  a safe loader's child

    filters = template["Resources"]["StreamMapping"]["Properties"]["FilterCriteria"]["Filters"]

    assert [json.loads(each["Pattern"]) for each in filters] == FILTERS
