"""Moderation of videos and livestreams: pictures are judged side by side, and the first one refused is named."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

_SIDE_BY_SIDE: Final = 8


class Moderator(Protocol):
    """Who judges pictures."""

    def is_refused(self, bucket: str, key: str, /) -> bool:
        """Tell whether a picture in a bucket may not be shown, or raise `Unavailable`."""


def find_refused(moderator: Moderator, bucket: str, keys: Sequence[str]) -> int | None:
    """Return the number of the first picture that may not be shown; None if all may. Raises `Unavailable`."""
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        for number, is_refused in enumerate(pool.map(lambda key: moderator.is_refused(bucket, key), keys)):
            if is_refused:
                pool.shutdown(cancel_futures=True)
                return number
    return None
