"""Text in a picture, line by line and word by word: PP-OCRv6."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from rekognition_local.pictures import Pixels
from rekognition_local.sessions import THREADS

SHORT_SIDE = 480
LONG_SIDE = 960
GHOST_AREA = 0.5

Polygon = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Word:
    """A piece of text, its score from 0 to 1, and its four corners in fractions of the picture."""

    text: str
    score: float
    polygon: Polygon


@dataclass(frozen=True)
class Line(Word):
    """A line of text and the words in it, in reading order."""

    words: tuple[Word, ...]


class PaddleOcr:
    """The reader; one call takes 60 to 250 ms on two cores, most of it per line of text."""

    def __init__(self, models: Path) -> None:
        from rapidocr import RapidOCR  # noqa: PLC0415 - it takes half a second, and only here is it needed

        self._ocr = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.return_word_box": True,
                "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
                "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
                "Det.model_path": str(models / "text-detection.onnx"),
                "Rec.model_path": str(models / "text-recognition.onnx"),
                "Cls.model_path": str(models / "text-direction.onnx"),
                "Det.limit_type": "max",
                "Det.limit_side_len": LONG_SIDE,
            }
        )

    def lines(self, pixels: Pixels) -> list[Line]:
        """Return the lines from top to bottom; none for a picture without text."""
        image = _enlarge_small(pixels)
        answer: Any = self._ocr(image[:, :, ::-1])
        if answer.boxes is None or not answer.txts:
            return []
        height, width = image.shape[:2]
        found = zip(answer.txts, answer.scores, answer.boxes, answer.word_results, strict=True)
        lines = [
            Line(
                text,
                float(score),
                _polygon(corners, width, height),
                tuple(Word(each, float(sure), _polygon(box, width, height)) for each, sure, box in words),
            )
            for text, score, corners, words in found
        ]
        return [line for line in lines if not _is_ghost(line)]


def _is_ghost(line: Line) -> bool:
    """A cup seen from above is read as an `8` that fills the picture."""
    across, down = [x for x, _ in line.polygon], [y for _, y in line.polygon]
    area = (max(across) - min(across)) * (max(down) - min(down))
    return len(line.text.strip()) == 1 and area > GHOST_AREA


def _enlarge_small(pixels: Pixels) -> Pixels:
    """Small pictures are enlarged, or their letters are lost; large ones are searched at 960 and read in full."""
    height, width = pixels.shape[:2]
    scale = min(SHORT_SIDE / min(height, width), LONG_SIDE / max(height, width))
    if scale <= 1:
        return pixels
    size = round(width * scale), round(height * scale)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _polygon(corners: Sequence[Sequence[float]], width: int, height: int) -> Polygon:
    return tuple((_fraction(x, width), _fraction(y, height)) for x, y in corners)


def _fraction(value: float, size: int) -> float:
    return min(1.0, max(0.0, float(value) / size))
