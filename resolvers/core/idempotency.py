"""Creates that may be repeated: a key item, written with the thing itself, answers the first result."""

import hashlib
import json
import time
from typing import Annotated, Final

from pydantic import Field

from resolvers.core import keys
from resolvers.core.errors import IdempotencyKeyReused
from resolvers.core.ids import OpaqueID
from resolvers.core.model import Input
from resolvers.core.table import ABSENT, Item, Put

_KEPT_SECONDS: Final = 7 * 24 * 3600

IdempotencyKey = Annotated[
    OpaqueID | None,
    Field(
        min_length=1,
        max_length=100,
        description="A unique text of 1 to 100 characters. For a week, sending the same key with the same "
        "input returns the first result.",
    ),
]


class AlreadyDone(Exception):  # noqa: N818
    """The same create was carried out before; `result_id` is what it made."""

    def __init__(self, result_id: str) -> None:
        super().__init__(result_id)
        self.result_id = result_id


def claim(viewer_id: str, field: str, input: Input, key: str | None, result_id: str) -> list[Put]:
    """Return the write that claims a key; put it first in the create's transaction.

    The transaction raises `AlreadyDone` where the key was used with the same input, `IdempotencyKeyReused`
    where the input differs.
    """
    if key is None:
        return []
    fingerprint = _fingerprint(input)

    def refuse(found: Item) -> Exception:
        if found["fingerprint"] != fingerprint:
            return IdempotencyKeyReused("This idempotency key was used with other input.", "idempotencyKey")
        return AlreadyDone(found["resultId"])

    values = {"fingerprint": fingerprint, "resultId": result_id}
    return [
        Put(
            key=keys.idempotency(viewer_id, field, key),
            kind="Idempotency",
            values=values,
            when=ABSENT,
            refuse=refuse,
            expires_at=int(time.time()) + _KEPT_SECONDS,
        )
    ]


def _fingerprint(input: Input) -> str:
    text = json.dumps(input.model_dump(mode="json", exclude={"idempotency_key"}), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
