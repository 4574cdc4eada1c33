"""A caller's mistake is told in words about the contract, never in pydantic's about Python."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, Field, ValidationError, validate_call

from resolvers.core import text
from resolvers.core.model import Input
from resolvers.core.validation import describe_mistakes


class Size(StrEnum):
    SMALL = "SMALL"
    LARGE = "LARGE"


class Box(Input):
    first_name: Annotated[str, AfterValidator(text.Line(1, 5))]
    size: Size = Size.SMALL
    weights: list[Annotated[int, Field(ge=1, le=9)]] = Field(default=[], max_length=2)
    packed_at: datetime | None = None
    label: str = Field(default="x", min_length=1, max_length=3, pattern="^[a-z]+$")


@validate_call
def _send(input: Box, to_whom: str = "", urgent: bool = False, rate: float = 1) -> None:
    """Take what a field takes."""


def _list_mistakes(**arguments: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as raised:
        _send(**arguments)
    return [("/".join(each.path), each.message) for each in describe_mistakes(raised.value)]


@pytest.mark.parametrize(
    ("arguments", "path", "message"),
    [
        ({}, "input", "This argument is required."),
        ({"input": {}}, "input/firstName", "This field is required."),
        ({"input": {"firstName": "Ada", "age": 1}}, "input/age", "There is no such field."),
        ({"input": {"firstName": "Ada Lovelace"}}, "input/firstName", "It can have at most 5 characters."),
        ({"input": {"firstName": "\u200b"}}, "input/firstName", "It needs at least one visible character."),
        ({"input": {"firstName": 7}}, "input/firstName", "It must be text."),
        ({"input": {"firstName": "\ud800"}}, "input/firstName", "It contains a character that is not valid Unicode."),
        ({"input": {"firstName": "Ada", "size": "HUGE"}}, "input/size", "It must be one of 'SMALL' or 'LARGE'."),
        ({"input": {"firstName": "Ada", "weights": [1, 10]}}, "input/weights/1", "It must be at most 9."),
        ({"input": {"firstName": "Ada", "weights": [1, 1, 1]}}, "input/weights", "It can have at most 2 items."),
        ({"input": {"firstName": "Ada", "weights": 1}}, "input/weights", "It must be a list."),
        ({"input": {"firstName": "Ada", "weights": ["x"]}}, "input/weights/0", "It must be a whole number."),
        ({"input": {"firstName": "Ada", "packedAt": "soon"}}, "input/packedAt", "It must be a time, such as"),
        ({"input": {"firstName": "Ada", "label": "ABC"}}, "input/label", "It does not have the form"),
        ({"input": {"firstName": "Ada", "label": ""}}, "input/label", "It needs at least 1 character."),
        ({"input": "box"}, "input", "It must be an object."),
        ({"input": {"firstName": "Ada"}, "to_whom": 1}, "toWhom", "It must be text."),
        ({"input": {"firstName": "Ada"}, "urgent": "perhaps"}, "urgent", "It must be true or false."),
        ({"input": {"firstName": "Ada"}, "rate": "much"}, "rate", "It must be a number."),
    ],
)
def test_each_mistake_is_told_at_its_path(arguments: dict[str, Any], path: str, message: str) -> None:
    (told,) = _list_mistakes(**arguments)

    assert told[0] == path
    assert told[1].startswith(message)


def test_every_mistake_is_told_at_once() -> None:
    assert [path for path, _ in _list_mistakes(input={"size": "HUGE", "weights": 1})] == [
        "input/firstName",
        "input/size",
        "input/weights",
    ]
