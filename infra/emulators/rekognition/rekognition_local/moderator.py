"""How likely a picture shows nudity: Yahoo's OpenNSFW."""

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from rekognition_local.pictures import Pixels
from rekognition_local.sessions import open_session

RESIZED = 256
SIZE = 224
MEAN_BGR = np.array([104, 117, 123], np.float32)


class OpenNsfw:
    """The moderator; one call takes about 25 ms on two cores."""

    def __init__(self, models: Path) -> None:
        self._session = open_session(models / "open-nsfw.onnx")
        self._input = self._session.get_inputs()[0].name

    def score(self, pixels: Pixels) -> float:
        """Return a score from 0 (clean) to 1 (explicit)."""
        (answer,) = self._session.run(None, {self._input: _prepare(pixels)[None]})
        return float(answer[0][1])


def _prepare(pixels: Pixels) -> np.typing.NDArray[np.float32]:
    """The model was trained on recompressed JPEG: without that step its scores drift."""
    picture = Image.fromarray(pixels).resize((RESIZED, RESIZED), Image.Resampling.BILINEAR)
    margin = (RESIZED - SIZE) // 2
    buffer = BytesIO()
    picture.crop((margin, margin, margin + SIZE, margin + SIZE)).save(buffer, "JPEG")
    recompressed = np.asarray(Image.open(buffer), np.float32)
    return np.ascontiguousarray(recompressed[:, :, ::-1] - MEAN_BGR)
