"""Things in a picture and where they are: NanoDet over COCO's 80 objects."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from rekognition_local.pictures import Pixels
from rekognition_local.sessions import open_session

SIZE = 416
STRIDES = (8, 16, 32)
BINS = 11
MEAN = np.array([103.53, 116.28, 123.675], np.float32)
DEVIATION = np.array([57.375, 57.12, 58.395], np.float32)
THRESHOLD = 0.5
OVERLAP = 0.6

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Box:
    """A rectangle in fractions of the picture's width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Sighting:
    """One object: its COCO number, the detector's score from 0 to 1, and where it is."""

    number: int
    score: float
    box: Box


class NanoDet:
    """The detector; one call takes about 60 ms on two cores."""

    def __init__(self, models: Path) -> None:
        self._session = open_session(models / "nanodet.onnx")

    def sightings(self, pixels: Pixels) -> list[Sighting]:
        """Return what scores at least .5, overlapping finds of one kind merged, surest first."""
        image, scale = _letterbox(pixels)
        answers = self._session.run(None, {"image": image})
        scores = np.concatenate([answer[0] for answer in answers[:3]])
        corners = np.concatenate(
            [_corners(answer[0], stride) for answer, stride in zip(answers[3:], STRIDES, strict=True)]
        )
        kinds, best = scores.argmax(1), scores.max(1)
        likely = np.flatnonzero(best >= THRESHOLD)
        height, width = pixels.shape[:2]
        found = [
            Sighting(int(kinds[each]), float(best[each]), _box(corners[each] / scale, width, height))
            for each in _suppress_overlaps(corners[likely], best[likely], kinds[likely], likely)
        ]
        return sorted(found, key=lambda sighting: -sighting.score)


def _letterbox(pixels: Pixels) -> tuple[Floats, float]:
    height, width = pixels.shape[:2]
    scale = SIZE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    canvas = np.zeros((SIZE, SIZE, 3), np.float32)
    canvas[: size[1], : size[0]] = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)[:, :, ::-1]
    normal = (canvas - MEAN) / DEVIATION
    return np.ascontiguousarray(normal.transpose(2, 0, 1)[None]), scale


def _corners(edges: Floats, stride: int) -> Floats:
    """Turn four distributions per cell into left, top, right, bottom in pixels of the model's input."""
    weights = edges.reshape(-1, 4, BINS)
    weights = np.exp(weights - weights.max(2, keepdims=True))
    distances = (weights * np.arange(BINS)).sum(2) / weights.sum(2) * stride
    across = SIZE // stride
    cells = np.arange(across * across)
    x, y = (cells % across + 0.5) * stride, (cells // across + 0.5) * stride
    corners: Floats = np.stack(
        [x - distances[:, 0], y - distances[:, 1], x + distances[:, 2], y + distances[:, 3]], axis=1
    )
    return corners


def _suppress_overlaps(
    corners: Floats, scores: Floats, kinds: NDArray[np.int64], numbers: NDArray[np.int64]
) -> list[int]:
    if not len(numbers):
        return []
    boxes = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], axis=1)
    kept = cv2.dnn.NMSBoxesBatched(boxes.tolist(), scores.tolist(), kinds.tolist(), THRESHOLD, OVERLAP)
    return [int(numbers[each]) for each in np.ravel(kept)]


def _box(corners: Floats, width: int, height: int) -> Box:
    limits = np.array([width, height, width, height])
    left, top, right, bottom = np.clip(corners / limits, 0, 1).tolist()
    return Box(left, top, right - left, bottom - top)
