"""Values as compact JSON."""

import json

import pytest

from appsync_local.json_values import encode_json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, 2.5, None, True], "é": "ü"}, '{"a":[1,2.5,null,true],"é":"ü"}'),
        (2**70, str(2**70)),
        ({"half": "\ud83d"}, '{"half":"\\ud83d"}'),
    ],
)
def test_every_value_of_json_is_written(value: object, text: str) -> None:
    """Compactly and in UTF-8; numbers beyond 64 bits and half a surrogate pair too."""
    made = encode_json(value)

    assert made.decode() == text
    assert json.loads(made) == value
