"""What is read of an article's Markdown, and where it is in the text; and how MP3 files are joined."""

import pytest

from resolvers.learning.narrations import mp3
from resolvers.learning.narrations.mp3 import NotMp3
from resolvers.learning.narrations.script import is_english, write_script
from tests.fakes.reader import FRAME, FRAME_SECONDS

BODY = """---
layout: post
---
# The *old* bridge

It crosses the [river](https://example.org/a_(b)) here. ![A boat](boat.jpg)
Second line & more.

```py
print("code")
```

- eggs **and** ham
- tea
  with milk
1. first

> Someone said
> this.

| a | b |
|---|---|

***
https://example.org/videos/video_1
snake_case stays, and so does 5 * 3.
"""


def test_prose_is_read_and_nothing_else() -> None:
    parts = write_script("Rain in *Hoi An*", BODY)

    assert [part.text for part in parts] == [
        "Rain in Hoi An",
        "The old bridge",
        "It crosses the river) here. Second line & more.",
        "eggs and ham",
        "tea with milk",
        "first",
        "Someone said this.",
        "snake_case stays, and so does 5 3.",
    ]
    assert parts[0].paragraph is None
    assert BODY[slice(*(parts[4].paragraph or ()))] == "- tea\n  with milk"


def test_english_is_told_from_other_languages() -> None:
    english = "We walked along the wall with the children, and they were happy that it was dry."
    french = "Nous avons marché le long du mur avec les enfants, et ils étaient heureux qu'il fasse sec."
    dutch = "We liepen langs de muur met de kinderen, en zij waren blij dat het in de stad droog was of is."

    assert is_english(write_script("A walk", english))
    assert not is_english(write_script("Une promenade", french))
    assert not is_english(write_script("Een wandeling", dutch))


def test_frames_are_joined_with_silence_between() -> None:
    """A tag and the note of a file's length are no sound."""
    note = FRAME[:36] + b"Info" + FRAME[40:]
    tag = b"ID3\x04\x00\x00\x00\x00\x00\x05hello"

    joined = mp3.join([FRAME * 10, tag + note + FRAME * 5 + FRAME[:20]], 0.3)

    silence = round(0.3 / FRAME_SECONDS)
    assert joined.content == FRAME * (15 + silence)
    assert joined.times[1] == pytest.approx(((10 + silence) * FRAME_SECONDS, (15 + silence) * FRAME_SECONDS))


@pytest.mark.parametrize("content", [b"", b"hello world", b"RIFF....WAVE", b"\xff\xff\xff\xff" * 9])
def test_what_is_no_mp3_is_refused(content: bytes) -> None:
    with pytest.raises(NotMp3):
        mp3.join([content], 0.3)
