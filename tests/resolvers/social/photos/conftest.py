"""Where photos are made, in memory."""

from collections.abc import Iterator

import pytest

from resolvers.core import observability
from tests.resolvers.social.photos import upload_queue as place
from tests.resolvers.social.photos.upload_queue import UploadQueue


@pytest.fixture
def upload_queue(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[UploadQueue]:
    opened = place.open_upload_queue()
    monkeypatch.setattr(observability.metrics, "namespace", "Waymark")  # read from the environment at import
    monkeypatch.setenv("UPLOAD_QUEUE_URL", opened.queue_url)
    place.forget()
    yield opened
    place.forget()
