"""What a video shows: the labels of a few of its pictures, by which it is found."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, Protocol

from resolvers.core.observability import logger
from resolvers.video.videos.rekognition import Unavailable

MOST_PICTURES: Final = 5
_MOST_LABELS: Final = 10


class Recognizer(Protocol):
    """Who sees what pictures show."""

    def find_labels(self, bucket: str, key: str, /) -> Mapping[str, float]:
        """Return the labels of a picture in a bucket with their confidence in per cent, or raise `Unavailable`."""


def find_labels(recognizer: Recognizer, bucket: str, keys: Sequence[str]) -> list[str]:
    """Return what a video shows, the most certain first; nothing where the AI does not answer: it is live without."""
    step = max(1, len(keys) // MOST_PICTURES)
    chosen = keys[step // 2 :: step][:MOST_PICTURES]
    try:
        with ThreadPoolExecutor(MOST_PICTURES) as pool:
            found = list(pool.map(partial(recognizer.find_labels, bucket), chosen))
    except Unavailable:
        logger.exception("labels not found")
        return []
    confidences: dict[str, float] = {}
    for name, confidence in (pair for each in found for pair in each.items()):
        confidences[name] = max(confidence, confidences.get(name, 0.0))
    return sorted(confidences, key=lambda name: (-confidences[name], name))[:_MOST_LABELS]
