"""How somebody learns: where their days begin, how surely they want to remember, and what they studied each day."""

from functools import cache
from typing import Annotated, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.model import Input, Model

LEAST_RETENTION: Final = 0.80
MOST_RETENTION: Final = 0.95
DAYS_SHOWN: Final = 366
DICTIONARY_SIZE: Final = 500


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _check_zone(name: str) -> str:
    if name not in _known_zones():
        raise ValueError("It must be a time zone of the IANA database, such as Asia/Ho_Chi_Minh")
    return name


TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_check_zone)]
Word = Annotated[str, AfterValidator(text.Line(1, 60))]
Retention = Annotated[float, Field(ge=LEAST_RETENTION, le=MOST_RETENTION)]


class StudyDay(Model):
    """What you reviewed on one of your days."""

    day: str = Field(description="The day in your time zone at the time, such as `2026-11-29`. It began at 04:00.")
    reviews: int = Field(default=0, description="The number of flashcards you reviewed, without undone reviews.")
    seconds: int = Field(default=0, description="How long the reviews took, in seconds.")


class Learner(Model):
    """Your learning settings and progress. Only you can read them."""

    time_zone: str = Field(
        default="UTC",
        description="The IANA time zone of your days, such as `Asia/Ho_Chi_Minh`. A day begins at 04:00.",
    )
    desired_retention: float = Field(
        default=0.9,
        description="The probability with which you want to remember a flashcard when it is due, from 0.8 to 0.95. "
        "A higher one means more reviews.",
    )
    dictionary: list[str] = Field(default=[], description="At most 500 words that are never reported as misspelt.")
    allows_gemini: bool = Field(
        default=False,
        description="Whether texts that you have evaluated may be sent to Google's Gemini for an estimate.",
    )
    version: int = Field(
        default=0,
        description="The version, which increases with every change; 0 before the first one. "
        "Send it as `expectedVersion` when you update.",
    )


class UpdateLearnerInput(Input):
    """Input of `updateLearner`. Fields that you leave out stay as they are."""

    expected_version: int = Field(
        description="The version that you read. If it has changed since, the payload has a `Conflict` error with the "
        "current version."
    )
    time_zone: TimeZone | None = Field(
        default=None, description="The IANA time zone of your days, such as `Asia/Ho_Chi_Minh`."
    )
    dictionary: list[Word] | None = Field(
        default=None,
        max_length=DICTIONARY_SIZE,
        description="Words that are never called misspelt, up to 500 of up to 60 characters. Replaces the list.",
    )
    allows_gemini: bool | None = Field(
        default=None,
        description="Whether texts that you have evaluated may be sent to Google's Gemini, if no other model answers.",
    )
    desired_retention: Retention | None = Field(
        default=None, description="The probability with which you want to remember, from 0.8 to 0.95."
    )


class UpdateLearnerPayload(Payload):
    """The result of `updateLearner`."""

    learner: Learner | None = Field(default=None, description="Your learning settings after the change.")
