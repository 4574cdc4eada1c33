"""Real photos through an unmodified boto3 client, over the wire, into real models."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.fakes.unsafe import draw_refused_picture
from tests.infra.emulators.rekognition.drawing import draw_text

Photo = Callable[[str], bytes]


def names(answer: dict[str, Any]) -> dict[str, float]:
    return {label["Name"]: label["Confidence"] for label in answer["Labels"]}


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ("cat", {"Cat", "Pet", "Mammal", "Animal"}),
        ("espresso", {"Espresso", "Coffee", "Beverage"}),
        ("koala", {"Koala", "Wildlife", "Animal"}),
        ("two-dogs", {"Dog", "Pet"}),
        ("taj-mahal", {"Building", "Architecture"}),
        ("machu-picchu", {"Mountain", "Landscape", "Nature", "Outdoors"}),
        ("stream", {"Valley", "Landscape"}),
    ],
)
def test_a_photo_is_labelled_with_what_it_shows(
    rekognition: Any, photo: Photo, picture: str, expected: set[str]
) -> None:
    """Labels and the labels above them come at Rekognition's default confidence of 55."""
    answer = rekognition.detect_labels(Image={"Bytes": photo(picture)})

    assert expected <= names(answer).keys()
    assert min(names(answer).values()) >= 55
    assert answer["LabelModelVersion"]


def test_a_cat_is_a_pet_with_a_place(rekognition: Any, photo: Photo) -> None:
    """The detector's find carries a box inside the picture; the label carries parents and a category."""
    answer = rekognition.detect_labels(Image={"Bytes": photo("cat")}, MinConfidence=50)

    (cat,) = [label for label in answer["Labels"] if label["Name"] == "Cat"]
    assert [parent["Name"] for parent in cat["Parents"]] == ["Animal", "Mammal", "Pet"]
    assert cat["Categories"] == [{"Name": "Animals and Pets"}]
    box = cat["Instances"][0]["BoundingBox"]
    assert box["Width"] > 0.5
    assert box["Left"] + box["Width"] <= 1.001


def test_the_surest_labels_come_first_and_no_more_than_asked(rekognition: Any, photo: Photo) -> None:
    """`MaxLabels` keeps the surest."""
    everything = rekognition.detect_labels(Image={"Bytes": photo("cat")}, MinConfidence=30)["Labels"]

    two = rekognition.detect_labels(Image={"Bytes": photo("cat")}, MinConfidence=30, MaxLabels=2)["Labels"]

    confidences = [label["Confidence"] for label in everything]
    assert confidences == sorted(confidences, reverse=True)
    assert [label["Name"] for label in two] == [label["Name"] for label in everything[:2]]


def test_a_photo_has_colours_and_quality_when_asked(rekognition: Any, photo: Photo) -> None:
    """The blue sky of a landscape is named, and the shares of all colours make up the picture."""
    answer = rekognition.detect_labels(
        Image={"Bytes": photo("great-wall")},
        Features=["IMAGE_PROPERTIES"],
        Settings={"ImageProperties": {"MaxDominantColors": 20}},
    )

    colours = answer["ImageProperties"]["DominantColors"]
    assert answer["Labels"] == []
    assert {"green", "blue"} <= {colour["SimplifiedColor"] for colour in colours}
    assert 90 < sum(colour["PixelPercent"] for colour in colours) <= 100.1
    assert 30 < answer["ImageProperties"]["Quality"]["Brightness"] < 70


def test_a_sign_is_read(rekognition: Any) -> None:
    """A line comes with its words, which point to it."""
    answer = rekognition.detect_text(Image={"Bytes": draw_text("Main Street 42", letters=72, background="gold")})

    line, *words = answer["TextDetections"]
    assert (line["Type"], line["DetectedText"]) == ("LINE", "Main Street 42")
    assert [word["DetectedText"] for word in words] == ["Main", "Street", "42"]
    assert {(word["Type"], word["ParentId"]) for word in words} == {("WORD", line["Id"])}
    assert len({each["Id"] for each in answer["TextDetections"]}) == 4


def test_a_menu_is_read_from_top_to_bottom(rekognition: Any) -> None:
    """Words and prices come as they stand there."""
    menu = ("Today", "Tomato soup 4.50", "Apple cake 5.20", "Flat white 3.10")

    answer = rekognition.detect_text(Image={"Bytes": draw_text(*menu)})

    lines = [each for each in answer["TextDetections"] if each["Type"] == "LINE"]
    assert tuple(line["DetectedText"] for line in lines) == menu
    tops = [line["Geometry"]["BoundingBox"]["Top"] for line in lines]
    assert tops == sorted(tops)


def test_only_the_region_of_interest_is_read(rekognition: Any) -> None:
    """Text outside of the regions is left out."""
    menu = draw_text("Tomato soup", "Apple cake", "Flat white")

    answer = rekognition.detect_text(
        Image={"Bytes": menu},
        Filters={"RegionsOfInterest": [{"BoundingBox": {"Left": 0, "Top": 0, "Width": 1, "Height": 0.24}}]},
    )

    assert [each["DetectedText"] for each in answer["TextDetections"] if each["Type"] == "LINE"] == ["Tomato soup"]


@pytest.mark.parametrize("picture", ["cat", "espresso", "koala"])
def test_a_photo_without_text_has_none(rekognition: Any, photo: Photo, picture: str) -> None:
    """A round cup is no letter."""
    assert rekognition.detect_text(Image={"Bytes": photo(picture)})["TextDetections"] == []


@pytest.mark.parametrize("picture", ["cat", "espresso", "kangaroo", "taj-mahal", "two-dogs", "canyon-de-chelly"])
def test_a_clean_photo_has_no_moderation_label(rekognition: Any, photo: Photo, picture: str) -> None:
    """Even at confidence 0 nothing is held against it."""
    answer = rekognition.detect_moderation_labels(Image={"Bytes": photo(picture)}, MinConfidence=0)

    assert answer["ModerationLabels"] == []
    assert answer["ModerationModelVersion"]


def test_what_the_model_takes_for_nudity_is_named_by_both_levels(rekognition: Any) -> None:
    """Soft shapes show nothing, and are refused all the same: the real model, to its last word."""
    picture = BytesIO()
    draw_refused_picture().save(picture, "JPEG")

    answer = rekognition.detect_moderation_labels(Image={"Bytes": picture.getvalue()}, MinConfidence=80)

    found = [(each["Name"], each["ParentName"]) for each in answer["ModerationLabels"]]
    assert found == [("Explicit", ""), ("Explicit Nudity", "Explicit")]
