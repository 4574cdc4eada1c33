"""Readers of pictures that see what a test tells them to, and count how often they were asked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from resolvers.social.photos.model import (
    AiModel,
    ModerationVerdict,
    PhotoColour,
    PhotoLabel,
    PhotoModeration,
    PhotoText,
)
from resolvers.social.photos.recognition import Labels, Readers, Text, Unavailable

MODEL = AiModel(name="Fake", version="1")
CAT = [
    PhotoLabel(name="Cat", confidence=98.5, parents=["Animal"]),
    PhotoLabel(name="Animal", confidence=98.5),
    PhotoLabel(name="Lamp", confidence=51.0),
]


def _nothing() -> None:
    pass


@dataclass
class FakeReaders:
    """Sees a cat and a sign; `down` makes the next so many calls fail, `meanwhile` runs inside the label call."""

    verdict: ModerationVerdict = ModerationVerdict.APPROVED
    down: int = 0
    meanwhile: Callable[[], object] = _nothing
    asked: list[str] = field(default_factory=list)

    def read_labels(self, jpeg: bytes) -> Labels:
        self._record_call("labels", jpeg)
        self.meanwhile()
        colours = [PhotoColour(hex="#4a7fb5", name="steelblue", share=61.5)]
        return Labels(CAT, colours, MODEL)

    def read_text(self, jpeg: bytes) -> Text:
        self._record_call("text", jpeg)
        return Text([PhotoText(text="Main Street 42", confidence=91.0)], MODEL)

    def moderate(self, jpeg: bytes) -> PhotoModeration:
        self._record_call("moderate", jpeg)
        refused = self.verdict == ModerationVerdict.REJECTED
        labels = [PhotoLabel(name="Explicit", confidence=97.0)] if refused else []
        return PhotoModeration(verdict=self.verdict, labels=labels, model=MODEL)

    def all(self) -> Readers:
        return Readers(self, self, self)

    def _record_call(self, what: str, jpeg: bytes) -> None:
        assert jpeg.startswith(b"\xff\xd8"), "Rekognition takes JPEG"
        self.asked.append(what)
        if self.down:
            self.down -= 1
            raise Unavailable("The model is down.")
