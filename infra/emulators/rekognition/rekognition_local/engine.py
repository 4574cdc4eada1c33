"""The four models behind one-method protocols, and how they are loaded."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from rekognition_local import taxonomy
from rekognition_local.classifier import EfficientNet
from rekognition_local.detector import NanoDet, Sighting
from rekognition_local.moderator import OpenNsfw
from rekognition_local.pictures import Pixels
from rekognition_local.reader import Line, PaddleOcr

CLASS_NAMES = "imagenet-classes.json"
FILES = (
    "efficientnet-lite0.onnx",
    "nanodet.onnx",
    "open-nsfw.onnx",
    "text-detection.onnx",
    "text-recognition.onnx",
    "text-direction.onnx",
    CLASS_NAMES,
)


Model = TypeVar("Model")


class ModelsMissing(RuntimeError):  # noqa: N818
    """The models folder is not complete; the message says what to run."""


class Classifier(Protocol):
    def probabilities(self, pixels: Pixels) -> NDArray[np.float32]: ...


class Detector(Protocol):
    def sightings(self, pixels: Pixels) -> list[Sighting]: ...


class Moderator(Protocol):
    def score(self, pixels: Pixels) -> float: ...


class Reader(Protocol):
    def lines(self, pixels: Pixels) -> list[Line]: ...


@dataclass(frozen=True)
class Engine:
    """Everything that an operation may ask of a picture."""

    taxonomy: taxonomy.Taxonomy
    classifier: Classifier
    detector: Detector
    moderator: Moderator
    reader: Reader


def load(models: Path, say: Callable[[str], None]) -> Engine:
    """Return the engine with all models in memory, or raise `ModelsMissing`."""
    absent = [name for name in FILES if not (models / name).is_file()]
    if absent:
        raise ModelsMissing(
            f"{models} holds no {', '.join(absent)}. Run: rekognition-local build-models --models {models}"
        )
    started = time.monotonic()
    engine = Engine(
        taxonomy.read(models / CLASS_NAMES),
        _load_model("labels", lambda: EfficientNet(models), say),
        _load_model("objects", lambda: NanoDet(models), say),
        _load_model("moderation", lambda: OpenNsfw(models), say),
        _load_model("text", lambda: PaddleOcr(models), say),
    )
    say(f"all models loaded in {time.monotonic() - started:.1f} s")
    return engine


def _load_model(name: str, make: Callable[[], Model], say: Callable[[str], None]) -> Model:
    started = time.monotonic()
    model = make()
    say(f"{name} model loaded in {time.monotonic() - started:.1f} s")
    return model
