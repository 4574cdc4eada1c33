"""Where photos are made, in memory."""

from collections.abc import Iterator

import pytest

from resolvers.core import observability
from tests.resolvers.media import studio as place
from tests.resolvers.media.studio import Studio


@pytest.fixture
def studio(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    opened = place.opened()
    monkeypatch.setattr(observability.metrics, "namespace", "Waymark")  # read from the environment at import
    monkeypatch.setenv("UPLOAD_QUEUE_URL", opened.queue_url)
    place.forget()
    yield opened
    place.forget()
