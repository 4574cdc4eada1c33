"""What a client may ask: the requests of the three operations, with Rekognition's defaults.

Shapes and ranges were checked by the service model (2016-06-27). Default confidences follow the API reference:
55 for labels, 50 for moderation, 80 for words.
"""

from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_pascal

from rekognition_local.errors import InvalidParameterException

Feature = Literal["GENERAL_LABELS", "IMAGE_PROPERTIES"]


class _Request(BaseModel):
    model_config = ConfigDict(alias_generator=to_pascal, frozen=True)


class S3Object(_Request):
    bucket: str = ""
    name: str = ""
    version: str | None = None


class Image(_Request):
    bytes_: bytes | None = Field(default=None, alias="Bytes")
    s3_object: S3Object | None = Field(default=None, alias="S3Object")

    @model_validator(mode="after")
    def _require_one_source(self) -> "Image":
        if (self.bytes_ is None) == (self.s3_object is None):
            raise ValueError("give either Bytes or S3Object")
        return self


class GeneralLabels(_Request):
    label_inclusion_filters: tuple[str, ...] = ()
    label_exclusion_filters: tuple[str, ...] = ()
    label_category_inclusion_filters: tuple[str, ...] = ()
    label_category_exclusion_filters: tuple[str, ...] = ()


class ImageProperties(_Request):
    max_dominant_colors: int = 10


class LabelSettings(_Request):
    general_labels: GeneralLabels = GeneralLabels()
    image_properties: ImageProperties = ImageProperties()


class DetectLabels(_Request):
    image: Image
    max_labels: int = 1000
    min_confidence: float = 55.0  # percent
    features: tuple[Feature, ...] = ("GENERAL_LABELS",)
    settings: LabelSettings = LabelSettings()


class BoundingBox(_Request):
    """Fractions of the picture's sides."""

    width: float = 0.0
    height: float = 0.0
    left: float = 0.0
    top: float = 0.0


class Point(_Request):
    x: float = 0.0
    y: float = 0.0


class Region(_Request):
    bounding_box: BoundingBox | None = None
    polygon: tuple[Point, ...] | None = None

    @model_validator(mode="after")
    def _require_one_shape(self) -> "Region":
        if (self.bounding_box is None) == (self.polygon is None):
            raise ValueError("give either BoundingBox or Polygon")
        if self.polygon is not None and len(self.polygon) < 3:  # noqa: PLR2004 - a polygon has three corners
            raise ValueError("a polygon needs at least three points")
        return self


class WordFilter(_Request):
    min_confidence: float = 80.0  # percent
    min_bounding_box_height: float = 0.0
    min_bounding_box_width: float = 0.0


class TextFilters(_Request):
    word_filter: WordFilter = WordFilter()
    regions_of_interest: tuple[Region, ...] = ()


class DetectText(_Request):
    image: Image
    filters: TextFilters = TextFilters()


class DetectModerationLabels(_Request):
    image: Image
    min_confidence: float = 50.0  # percent


AnyRequest = TypeVar("AnyRequest", bound=_Request)


def parse(request: type[AnyRequest], values: dict[str, Any]) -> AnyRequest:
    """Return the request with its defaults, or raise `InvalidParameterException` for members that exclude each other.

    Members that no local model serves are ignored.
    """
    try:
        return request.model_validate(values)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'request'}: {each['msg']}" for each in error.errors()
        )
        raise InvalidParameterException(f"Request has invalid parameters: {problems}") from error
