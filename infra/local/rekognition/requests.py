"""What a client may ask: the requests of the three operations, checked as Rekognition checks them.

Shapes and limits follow the service model of Rekognition (2016-06-27); default confidences follow its
API reference: 55 for labels, 50 for moderation, 80 for words.
"""

import base64
import binascii
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_pascal

from infra.local.rekognition.errors import InvalidParameterException

Percent = Annotated[float, Field(ge=0, le=100)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Feature = Literal["GENERAL_LABELS", "IMAGE_PROPERTIES"]


def _decoded(value: object) -> bytes:
    if not isinstance(value, str):
        raise ValueError("must be text in base64")  # noqa: TRY004 - pydantic reports ValueError
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError("is not valid base64") from error


class _Request(BaseModel):
    model_config = ConfigDict(alias_generator=to_pascal, frozen=True, strict=True)


class S3Object(_Request):
    bucket: Annotated[str, StringConstraints(min_length=3, max_length=255, pattern=r"^[0-9A-Za-z.\-_]*$")]
    name: Annotated[str, StringConstraints(min_length=1, max_length=1024)]
    version: Annotated[str, StringConstraints(min_length=1, max_length=1024)] | None = None


class Image(_Request):
    bytes_: Annotated[bytes | None, BeforeValidator(_decoded)] = Field(default=None, alias="Bytes")
    s3_object: S3Object | None = Field(default=None, alias="S3Object")

    @model_validator(mode="after")
    def _one_source(self) -> "Image":
        if (self.bytes_ is None) == (self.s3_object is None):
            raise ValueError("give either Bytes or S3Object")
        if self.bytes_ == b"":
            raise ValueError("Bytes must not be empty")
        return self


class GeneralLabels(_Request):
    label_inclusion_filters: Annotated[tuple[str, ...], Field(max_length=100, strict=False)] = ()
    label_exclusion_filters: Annotated[tuple[str, ...], Field(max_length=100, strict=False)] = ()
    label_category_inclusion_filters: Annotated[tuple[str, ...], Field(max_length=100, strict=False)] = ()
    label_category_exclusion_filters: Annotated[tuple[str, ...], Field(max_length=100, strict=False)] = ()


class ImageProperties(_Request):
    max_dominant_colors: Annotated[int, Field(ge=0, le=20)] = 10


class LabelSettings(_Request):
    general_labels: GeneralLabels = GeneralLabels()
    image_properties: ImageProperties = ImageProperties()


class DetectLabels(_Request):
    image: Image
    max_labels: Annotated[int, Field(ge=0)] = 1000
    min_confidence: Percent = 55.0
    features: Annotated[tuple[Feature, ...], Field(max_length=2, strict=False)] = ("GENERAL_LABELS",)
    settings: LabelSettings = LabelSettings()


class BoundingBox(_Request):
    width: Fraction
    height: Fraction
    left: Fraction = 0.0
    top: Fraction = 0.0


class Point(_Request):
    x: Fraction
    y: Fraction


class Region(_Request):
    bounding_box: BoundingBox | None = None
    polygon: Annotated[tuple[Point, ...], Field(strict=False)] | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> "Region":
        if (self.bounding_box is None) == (self.polygon is None):
            raise ValueError("give either BoundingBox or Polygon")
        if self.polygon is not None and len(self.polygon) < 3:  # noqa: PLR2004 - a polygon has three corners
            raise ValueError("a polygon needs at least three points")
        return self


class WordFilter(_Request):
    min_confidence: Percent = 80.0
    min_bounding_box_height: Fraction = 0.0
    min_bounding_box_width: Fraction = 0.0


class TextFilters(_Request):
    word_filter: WordFilter = WordFilter()
    regions_of_interest: Annotated[tuple[Region, ...], Field(max_length=10, strict=False)] = ()


class DetectText(_Request):
    image: Image
    filters: TextFilters = TextFilters()


class DetectModerationLabels(_Request):
    image: Image
    min_confidence: Percent = 50.0


AnyRequest = TypeVar("AnyRequest", bound=_Request)


def parse(request: type[AnyRequest], body: dict[str, Any]) -> AnyRequest:
    """Return the checked request, or raise `InvalidParameterException` that names every wrong member.

    Members that these operations know but nothing local stands behind are ignored, as are nulls.
    """
    try:
        return request.model_validate(_without_nulls(body))
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'request'}: {each['msg']}" for each in error.errors()
        )
        raise InvalidParameterException(f"Request has invalid parameters: {problems}") from error


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    return value
