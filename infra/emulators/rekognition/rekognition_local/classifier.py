"""What a picture shows as a whole: EfficientNet-Lite0 over ImageNet's 1000 classes."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognition_local.pictures import Pixels
from rekognition_local.sessions import open_session

SIZE = 224
SHORT_SIDE = 256


class EfficientNet:
    """The classifier; one call takes about 10 ms on two cores."""

    def __init__(self, models: Path) -> None:
        self._session = open_session(models / "efficientnet-lite0.onnx")

    def probabilities(self, pixels: Pixels) -> NDArray[np.float32]:
        """Return 1000 probabilities for the middle of the picture."""
        (answer,) = self._session.run(["probabilities"], {"image": _crop_middle(pixels)[None]})
        result: NDArray[np.float32] = answer[0]
        return result


def _crop_middle(pixels: Pixels) -> Pixels:
    picture = Image.fromarray(pixels)
    scale = SHORT_SIDE / min(picture.size)
    width, height = (max(SIZE, round(side * scale)) for side in picture.size)
    # Only the middle is enlarged: a picture of 1 x 1600 would grow to 256 x 409600 otherwise.
    across, down = picture.width / width, picture.height / height
    left, top = (width - SIZE) // 2, (height - SIZE) // 2
    box = left * across, top * down, (left + SIZE) * across, (top + SIZE) * down
    return np.asarray(picture.resize((SIZE, SIZE), Image.Resampling.BICUBIC, box=box))
