"""ministack's whole state: written into a generation, and read from one at the start."""

import copy
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from ministack import app
from ministack.core import persistence
from ministack.core.responses import set_request_account_id
from ministack.services import lambda_svc, s3, sqs

from infra.local.ministack import stream_records

BLOBS: Final = "lambda-blobs"
TAKEN: Final = "taken"
STREAMS: Final = "waymark-streams"
# S3 announces an object a moment after it is stored; one stored just before the snapshot is announced again.
MARGIN_SECONDS: Final = 5.0


def write(generation: Path, before: Path | None) -> None:
    """Write everything into a folder; raises what goes wrong, so that a torn generation is never published.

    Runs in a process of its own (see `snapshots`), where nothing else changes the state meanwhile: what ministack
    would copy first need not be copied. Code of functions is linked from the generation `before`.
    """
    copy.deepcopy = _keep  # type: ignore[assignment]
    (generation / TAKEN).write_text(repr(time.time()))
    _link_blobs(generation, before)
    with _loading_from(generation):
        for name, get_state in app._build_persistence_save_dict().items():  # noqa: SLF001
            _write_service(generation, name, get_state())
        _write_service(generation, STREAMS, stream_records.find_unread())


def use(generation: Path | None, empty: Path) -> None:
    """Let ministack load from a generation, or from an empty folder before the first."""
    persistence.STATE_DIR = str(generation or empty)
    lambda_svc.CODE_BLOB_DIR = str((generation or empty) / BLOBS)


def save_by(save: Callable[[], None]) -> None:
    """Let a clean stop save by `save`: ministack would write one file after the other over those of before."""
    app.save_all = lambda _: save()


def resume(generation: Path | None) -> None:
    """Take up what was under way when the state was written: unread records, messages in flight, new objects."""
    stream_records.restore(persistence.load_state(STREAMS) or {})
    _show_messages_in_flight()
    if generation:
        _announce_objects_since(float((generation / TAKEN).read_text()) - MARGIN_SECONDS)


def _keep(value: Any, _: Any = None) -> Any:
    return value


def _link_blobs(generation: Path, before: Path | None) -> None:
    """Take over the functions' code from the generation before: it never changes under its name."""
    (generation / BLOBS).mkdir()
    for blob in (before / BLOBS).glob("*.zip") if before else ():
        os.link(blob, generation / BLOBS / blob.name)


@contextmanager
def _loading_from(generation: Path) -> Iterator[None]:
    before = persistence.STATE_DIR, lambda_svc.CODE_BLOB_DIR
    use(generation, generation)
    try:
        yield
    finally:
        persistence.STATE_DIR, lambda_svc.CODE_BLOB_DIR = before


def _write_service(generation: Path, name: str, state: Any) -> None:
    if state is None:
        return
    version = persistence._state_format_version(name)  # noqa: SLF001
    with (generation / f"{name}.json").open("w") as file:
        whole = {"__ministack_format__": version, "payload": state}
        json.dump(whole, file, default=persistence._json_default)  # noqa: SLF001
        file.flush()
        os.fsync(file.fileno())


def _show_messages_in_flight() -> None:
    """Make messages visible whose receivers ended with the process: nobody else will delete or return them."""
    for queue in sqs._queues._data.values():  # noqa: SLF001
        for message in queue["messages"]:
            if message.get("receipt_handle") is not None:
                message["visible_at"] = time.time()


def _announce_objects_since(moment: float) -> None:
    """Send the events of objects that are newer than the snapshot: objects are on disk at once, messages are not."""
    since = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))
    for (account, bucket), record in list(s3._buckets._data.items()):  # noqa: SLF001
        set_request_account_id(account)
        for key, found in list(record["objects"].items()):
            if str(found.get("last_modified", "")) >= since:
                s3._fire_s3_event(  # noqa: SLF001
                    bucket, key, "s3:ObjectCreated:Put", found.get("size", 0), found.get("etag", ""),
                    version_id=found.get("version_id"),
                )  # fmt: skip
