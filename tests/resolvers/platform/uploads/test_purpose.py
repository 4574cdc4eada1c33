"""A purpose bounds what its form accepts, whatever product declares it."""

import pytest

from resolvers.core.errors import InvalidInput
from resolvers.platform.uploads.purpose import Purpose

RECORDING = Purpose("RECORDING", "recordings/", frozenset({"audio/webm", "audio/mp4"}), 5_000_000)


def test_objects_lie_under_their_owner() -> None:
    """So a form is for one key of one person."""
    assert RECORDING.locate("ada", "evaluation_1") == "recordings/ada/evaluation_1"


@pytest.mark.parametrize(
    ("content_type", "size", "path"),
    [("image/jpeg", 10, "contentType"), ("audio/webm", 5_000_001, "bytes"), ("audio/webm", -1, "bytes")],
)
def test_other_types_and_sizes_are_refused_by_name(content_type: str, size: int, path: str) -> None:
    """The refusal names the field and what is accepted."""
    with pytest.raises(InvalidInput) as refused:
        RECORDING.require_file(content_type, size)

    assert refused.value.path == [path]
    assert "audio/mp4, audio/webm" in refused.value.message or "5,000,000" in refused.value.message


def test_what_fits_is_accepted() -> None:
    """The bounds themselves included."""
    RECORDING.require_file("audio/mp4", 5_000_000)
    RECORDING.require_file("audio/webm", 0)
