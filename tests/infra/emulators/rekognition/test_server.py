"""The server with stand-ins for the models: rejections, failures and a full house."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from rekognition_local.detector import Box, Sighting
from rekognition_local.engine import Engine
from rekognition_local.reader import Line, Word
from rekognition_local.service import MAX_WAITING, Rekognition
from rekognition_local.taxonomy import Taxonomy

from tests.infra.emulators.rekognition.drawing import plain
from tests.infra.emulators.rekognition.fakes import (
    BrokenModerator,
    BusyModerator,
    CertainClassifier,
    NoObjects,
    PruneModerator,
    SharpEyedDetector,
    Typesetter,
    engine,
)

SIGNED = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/rekognition/aws4_request, "
    "SignedHeaders=host, Signature=0"
}
PICTURE = {"Image": {"Bytes": base64.b64encode(plain("crimson")).decode()}}
SQUARE = ((0.1, 0.1), (0.3, 0.1), (0.3, 0.2), (0.1, 0.2))


@asynccontextmanager
async def serving(models: Engine) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(Rekognition(models, NoObjects()).build_application())) as client:
        yield client


async def ask(client: TestClient[Any, Any], operation: str, **extra: object) -> tuple[int, dict[str, Any]]:
    headers = {"X-Amz-Target": f"RekognitionService.{operation}", **SIGNED}
    async with client.post("/", data=json.dumps({**PICTURE, **extra}), headers=headers) as response:
        return response.status, await response.json(content_type=None)


async def moderation(taxonomy: Taxonomy, score: float, **extra: object) -> list[tuple[str, str, int]]:
    async with serving(engine(taxonomy, moderator=PruneModerator(score))) as client:
        _, answer = await ask(client, "DetectModerationLabels", **extra)
    return [(each["Name"], each["ParentName"], each["TaxonomyLevel"]) for each in answer["ModerationLabels"]]


async def test_an_explicit_picture_is_named_in_rekognitions_taxonomy(taxonomy: Taxonomy) -> None:
    """A label of the first level, and one below it that names its parent."""
    assert await moderation(taxonomy, 0.93) == [("Explicit", "", 1), ("Explicit Nudity", "Explicit", 2)]


async def test_a_doubtful_picture_is_named_more_mildly(taxonomy: Taxonomy) -> None:
    """Between .20 and .80 a person should look."""
    top = "Non-Explicit Nudity of Intimate parts and Kissing"

    assert await moderation(taxonomy, 0.6) == [(top, "", 1), ("Non-Explicit Nudity", top, 2)]
    assert await moderation(taxonomy, 0.3) == []
    assert len(await moderation(taxonomy, 0.3, MinConfidence=20)) == 2


async def test_a_clean_picture_has_nothing_even_at_confidence_zero(taxonomy: Taxonomy) -> None:
    """Below .20 the score is noise."""
    assert await moderation(taxonomy, 0.19, MinConfidence=0) == []


async def test_filters_keep_and_drop_labels_by_name_and_category(taxonomy: Taxonomy) -> None:
    """As `Settings.GeneralLabels` asks."""
    models = engine(taxonomy, classifier=CertainClassifier({281: 0.9}))

    async def names(**filters: list[str]) -> set[str]:
        settings = {"GeneralLabels": filters}
        _, answer = await ask(client, "DetectLabels", Settings=settings)
        return {label["Name"] for label in answer["Labels"]}

    async with serving(models) as client:
        assert await names() == {"Tabby", "Cat", "Pet", "Mammal", "Animal"}
        assert await names(LabelInclusionFilters=["Cat"]) == {"Cat"}
        assert await names(LabelExclusionFilters=["Animal", "Mammal"]) == {"Tabby", "Cat", "Pet"}
        assert await names(LabelCategoryInclusionFilters=["Food and Beverage"]) == set()
        assert await names(LabelCategoryExclusionFilters=["Animals and Pets"]) == set()


async def test_what_the_detector_boxed_is_the_foreground(taxonomy: Taxonomy) -> None:
    """Its colours are told apart from the background's, and each find has its own."""
    sighting = Sighting(0, 0.9, Box(0.25, 0.25, 0.5, 0.5))
    models = engine(taxonomy, detector=SharpEyedDetector([sighting]))

    async with serving(models) as client:
        _, answer = await ask(client, "DetectLabels", Features=["GENERAL_LABELS", "IMAGE_PROPERTIES"])

    properties, (person,) = answer["ImageProperties"], answer["Labels"]
    assert person["Instances"][0]["DominantColors"][0]["SimplifiedColor"] == "red"
    assert properties["Foreground"]["DominantColors"][0]["SimplifiedColor"] == "red"
    assert properties["Background"]["DominantColors"][0]["SimplifiedColor"] == "red"


async def test_words_below_the_wanted_confidence_or_size_are_left_out(taxonomy: Taxonomy) -> None:
    """A line goes with its last word; 80 is the default confidence."""
    sure, unsure = Word("Exit", 0.95, SQUARE), Word("1l", 0.5, SQUARE)
    text = [Line("Exit 1l", 0.8, SQUARE, (sure, unsure)), Line("1l", 0.5, SQUARE, (unsure,))]

    async def read(**words: float) -> list[str]:
        _, answer = await ask(client, "DetectText", Filters={"WordFilter": words})
        return [each["DetectedText"] for each in answer["TextDetections"]]

    async with serving(engine(taxonomy, reader=Typesetter(text))) as client:
        assert await read() == ["Exit 1l", "Exit"]
        assert await read(MinConfidence=40) == ["Exit 1l", "1l", "Exit", "1l", "1l"]
        assert await read(MinBoundingBoxHeight=0.5) == []


async def test_a_failure_of_ours_is_told_as_one(taxonomy: Taxonomy) -> None:
    """Clients of AWS try again on 500; the reason stays in the log."""
    async with serving(engine(taxonomy, moderator=BrokenModerator())) as client:
        status, answer = await ask(client, "DetectModerationLabels")

    assert (status, answer["__type"]) == (500, "InternalFailure")
    assert "session" not in answer["message"]


async def test_a_full_house_asks_to_come_back(taxonomy: Taxonomy) -> None:
    """Pictures that wait take memory, so only so many may."""
    moderator = BusyModerator()
    rekognition = Rekognition(engine(taxonomy, moderator=moderator), NoObjects())
    async with TestClient(TestServer(rekognition.build_application())) as client:
        waiting = [asyncio.create_task(ask(client, "DetectModerationLabels")) for _ in range(MAX_WAITING)]
        async with asyncio.timeout(20):
            while rekognition.waiting_pictures < MAX_WAITING:  # noqa: ASYNC110 - only the server knows
                await asyncio.sleep(0.01)

        status, answer = await ask(client, "DetectModerationLabels")
        moderator.done.set()
        served = await asyncio.gather(*waiting)

    assert (status, answer["__type"]) == (400, "ThrottlingException")
    assert {status for status, _ in served} == {200}


@pytest.mark.parametrize("headers", [{"Host": "evil.example:4600"}, {"Origin": "https://evil.example"}])
async def test_a_web_page_is_refused(taxonomy: Taxonomy, headers: dict[str, str]) -> None:
    """By its origin, and by a name that was pointed at this machine: it could read the pictures in S3."""
    async with serving(engine(taxonomy)) as client, client.get("/_rekognition/health", headers=headers) as response:
        assert (response.status, (await response.json(content_type=None))["__type"]) == (403, "AccessDeniedException")
