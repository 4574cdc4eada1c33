"""The three operations: a checked request and pixels in, the response that Rekognition would send out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from rekognition_local import colours, labels, moderation
from rekognition_local.detector import Box, Sighting
from rekognition_local.engine import Engine
from rekognition_local.pictures import Pixels
from rekognition_local.reader import Line, Polygon, Word
from rekognition_local.requests import (
    DetectLabels,
    DetectModerationLabels,
    DetectText,
    GeneralLabels,
    Region,
    TextFilters,
)

LABEL_MODEL = "local-1-efficientnet-lite0+nanodet"
TEXT_MODEL = "local-1-pp-ocrv6-small"
MODERATION_MODEL = "local-1-open-nsfw"
MAX_WORDS = 100

Answer = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """A request type and the function that answers it."""

    request: type[DetectLabels] | type[DetectText] | type[DetectModerationLabels]
    answer: Callable[[Any, Pixels, Engine], Answer]


def detect_labels(request: DetectLabels, pixels: Pixels, engine: Engine) -> Answer:
    """Return labels, and the picture's properties when the feature is asked for."""
    properties = "IMAGE_PROPERTIES" in request.features
    limit = request.settings.image_properties.max_dominant_colors if properties else 0
    sightings: list[Sighting] = []
    answer: Answer = {"Labels": [], "LabelModelVersion": LABEL_MODEL}
    if "GENERAL_LABELS" in request.features or not request.features:
        sightings = engine.detector.sightings(pixels)
        found = labels.join(engine.classifier.probabilities(pixels), sightings, engine.taxonomy)
        wanted = [each for each in found if _is_wanted(each, request, engine)]
        answer["Labels"] = [_label(each, engine, pixels, limit) for each in wanted[: request.max_labels]]
    if properties:
        answer["ImageProperties"] = _properties(pixels, [each.box for each in sightings], limit)
    return answer


def detect_text(request: DetectText, pixels: Pixels, engine: Engine) -> Answer:
    """Return lines and then their words; a line stays while one of its words passes the filters."""
    lines: list[Line] = []
    words: list[tuple[int, Word]] = []
    for line in engine.reader.lines(pixels):
        passing = [word for word in line.words if _passes_filters(word, request.filters)]
        if passing and len(words) < MAX_WORDS:
            words += [(len(lines), word) for word in passing[: MAX_WORDS - len(words)]]
            lines.append(line)
    detections = [_detection(line, number) for number, line in enumerate(lines)]
    detections += [
        {**_detection(word, number), "ParentId": parent}
        for number, (parent, word) in enumerate(words, start=len(lines))
    ]
    return {"TextDetections": detections, "TextModelVersion": TEXT_MODEL}


def detect_moderation_labels(request: DetectModerationLabels, pixels: Pixels, engine: Engine) -> Answer:
    """Return moderation labels; an empty list for a picture that nobody would mind."""
    found = moderation.classify(engine.moderator.score(pixels))
    return {
        "ModerationLabels": [
            {
                "Name": each.name,
                "ParentName": each.parent,
                "TaxonomyLevel": each.level,
                "Confidence": each.confidence * 100,
            }
            for each in found
            if each.confidence * 100 >= request.min_confidence
        ],
        "ModerationModelVersion": MODERATION_MODEL,
        "ContentTypes": [],
    }


OPERATIONS = {
    "DetectLabels": Operation(DetectLabels, detect_labels),
    "DetectText": Operation(DetectText, detect_text),
    "DetectModerationLabels": Operation(DetectModerationLabels, detect_moderation_labels),
}


def _is_wanted(label: labels.Label, request: DetectLabels, engine: Engine) -> bool:
    filters: GeneralLabels = request.settings.general_labels
    category = engine.taxonomy.category(label.name)
    included = filters.label_inclusion_filters or filters.label_category_inclusion_filters
    return (
        label.confidence * 100 >= request.min_confidence
        and label.name not in filters.label_exclusion_filters
        and category not in filters.label_category_exclusion_filters
        and (
            not included
            or label.name in filters.label_inclusion_filters
            or category in filters.label_category_inclusion_filters
        )
    )


def _label(label: labels.Label, engine: Engine, pixels: Pixels, colour_limit: int) -> Answer:
    return {
        "Name": label.name,
        "Confidence": label.confidence * 100,
        "Instances": [_instance(each, pixels, colour_limit) for each in label.sightings],
        "Parents": [{"Name": name} for name in engine.taxonomy.ancestors(label.name)],
        "Aliases": [],
        "Categories": [{"Name": engine.taxonomy.category(label.name)}],
    }


def _instance(sighting: Sighting, pixels: Pixels, colour_limit: int) -> Answer:
    instance: Answer = {"BoundingBox": _bounding_box(sighting.box), "Confidence": sighting.score * 100}
    if colour_limit:
        instance["DominantColors"] = _colours(_crop(pixels, sighting.box), colour_limit)
    return instance


def _properties(pixels: Pixels, boxes: list[Box], limit: int) -> Answer:
    """Foreground is what the detector boxed; without a find, the picture is not divided."""
    answer: Answer = {"Quality": _quality(pixels), "DominantColors": _colours(pixels, limit)}
    if boxes:
        inside = np.zeros(pixels.shape[:2], bool)
        for box in boxes:
            _crop(inside, box)[:] = True
        for name, mask in (("Foreground", inside), ("Background", ~inside)):
            part = pixels[mask].reshape(-1, 1, 3)
            if part.size:
                answer[name] = {"Quality": _quality(part), "DominantColors": _colours(part, limit)}
    return answer


def _colours(pixels: Pixels, limit: int) -> list[Answer]:
    return [
        {
            "Red": each.red,
            "Green": each.green,
            "Blue": each.blue,
            "HexCode": each.hexadecimal,
            "CSSColor": each.css,
            "SimplifiedColor": each.simple_name,
            "PixelPercent": each.share * 100,
        }
        for each in colours.dominant(pixels, limit)
    ]


def _quality(pixels: Pixels) -> Answer:
    measured = colours.quality(pixels)
    return {
        "Brightness": measured.brightness,
        "Sharpness": measured.sharpness,
        "Contrast": measured.contrast,
    }


def _crop(pixels: np.typing.NDArray[Any], box: Box) -> np.typing.NDArray[Any]:
    height, width = pixels.shape[:2]
    top, left = int(box.top * height), int(box.left * width)
    return pixels[top : round((box.top + box.height) * height), left : round((box.left + box.width) * width)]


def _passes_filters(word: Word, filters: TextFilters) -> bool:
    box, limits = _bounding_box_of(word.polygon), filters.word_filter
    centre = box.left + box.width / 2, box.top + box.height / 2
    regions = filters.regions_of_interest
    return (
        word.score * 100 >= limits.min_confidence
        and box.width >= limits.min_bounding_box_width
        and box.height >= limits.min_bounding_box_height
        and (not regions or any(_contains(region, centre) for region in regions))
    )


def _contains(region: Region, point: tuple[float, float]) -> bool:
    if region.bounding_box is not None:
        box = region.bounding_box
        return box.left <= point[0] <= box.left + box.width and box.top <= point[1] <= box.top + box.height
    corners = np.array([(each.x, each.y) for each in region.polygon or ()], np.float32)
    return cv2.pointPolygonTest(corners, point, measureDist=False) >= 0


def _detection(word: Word, number: int) -> Answer:
    return {
        "DetectedText": word.text,
        "Type": "LINE" if isinstance(word, Line) else "WORD",
        "Id": number,
        "Confidence": word.score * 100,
        "Geometry": {
            "BoundingBox": _bounding_box(_bounding_box_of(word.polygon)),
            "Polygon": [{"X": x, "Y": y} for x, y in word.polygon],
        },
    }


def _bounding_box_of(polygon: Polygon) -> Box:
    across, down = [x for x, _ in polygon], [y for _, y in polygon]
    return Box(min(across), min(down), max(across) - min(across), max(down) - min(down))


def _bounding_box(box: Box) -> Answer:
    return {"Left": box.left, "Top": box.top, "Width": box.width, "Height": box.height}
