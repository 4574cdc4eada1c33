"""What is heard in spoken sound: the same in every form, pauses in their length, words at their places."""

import random
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from resolvers.learning.speaking import sound as sounds
from resolvers.learning.speaking.alignment import align
from resolvers.learning.speaking.model import SpokenWord
from resolvers.learning.speaking.pipeline import _judge_sound
from resolvers.learning.speaking.sound import NotAudio, Sound, decode, measure_power, write_flac
from resolvers.learning.speaking.transcriber import HeardWord
from resolvers.learning.speaking.voice import find_voice
from resolvers.learning.speaking.words import list_places, list_tokens
from resolvers.platform.jobs.service import StepFailed
from tests.fakes.clips import draw
from tests.fakes.listener import Listener
from tests.fakes.voice import speak

PARAGRAPH = (
    "The old bridge crosses the river at its narrowest place, 2,400 metres above the sea. The saddle hangs there."
)
SAID = PARAGRAPH.replace("2,400", "two thousand four hundred")
HESITANT = SAID.replace("bridge crosses", "bridge, um, bridge crosses").replace("at its", "at, uh, its")
FORMS = {"webm": "libopus", "ogg": "libopus", "mp4": "aac", "mp3": "libmp3lame", "flac": "flac"}

Say = Callable[[str], Sound]


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener()


@pytest.fixture(scope="module")
def say(tmp_path_factory: pytest.TempPathFactory) -> Say:
    folder = tmp_path_factory.mktemp("said")
    return lambda text: decode(speak(text, folder / "said.wav").read_bytes(), 60)


@pytest.fixture(scope="module")
def reading(say: Say) -> Sound:
    return say(SAID)


def find_faults(heard: list[HeardWord], paragraph: str = PARAGRAPH) -> list[tuple[str, str | None, str | None]]:
    words = align(list_places(paragraph), heard)
    return [
        (each.status.value, each.expected, each.heard and each.heard.casefold())
        for each in words
        if each.status != "READ"
    ]


def add_noise(reading: Sound, decibels: float) -> Sound:
    """Return a sound whose noise is so many decibels below the whole of it."""
    amount = (measure_power(reading.samples) / 10 ** (decibels / 10)) ** 0.5 * 32768
    chance = random.Random(1)  # noqa: S311 - the same noise each time
    noisy = (round(each + chance.gauss(0, amount)) for each in array("h", reading.samples))
    return Sound(array("h", (max(-32768, min(32767, each)) for each in noisy)).tobytes())


def silence(seconds: float) -> bytes:
    return bytes(round(seconds * sounds.SAMPLE_RATE) * sounds.SAMPLE_BYTES)


def test_a_perfect_reading_has_no_fault(listener: Listener, reading: Sound) -> None:
    """Numbers that are said in words, and metres that are heard as meters, are as they should be."""
    assert find_faults(listener.hear(write_flac(reading))) == []


def test_hesitations_and_repetitions_are_found(listener: Listener, say: Say) -> None:
    assert find_faults(listener.hear(write_flac(say(HESITANT)))) == [
        ("FILLER", None, "um"),
        ("REPEATED", None, "bridge"),
        ("FILLER", None, "uh"),
    ]


def test_swapped_added_and_missed_words_are_found(listener: Listener, say: Say) -> None:
    """“candle” for “saddle”, a word more, and a clause less."""
    said = SAID.replace("saddle", "candle").replace("hangs there", "hangs over there")

    assert find_faults(listener.hear(write_flac(say(said)))) == [
        ("MISREAD", "saddle", "candle"),
        ("ADDED", None, "over"),
    ]
    cut = say(SAID.partition(", two")[0])
    missed = [each[:2] for each in find_faults(listener.hear(write_flac(cut)))]
    rest = "2,400 metres above the sea The saddle hangs there"
    assert missed[-9:] == [("MISSED", word) for word in rest.split()]


@pytest.mark.parametrize(("form", "codec"), FORMS.items())
def test_every_form_gives_the_same_speech_and_pauses(reading: Sound, tmp_path: Path, form: str, codec: str) -> None:
    """Within three hundredths, whatever a browser records."""
    samples = len(reading.samples) // 4 * 2
    paused = Sound(reading.samples[:samples] + silence(1.5) + reading.samples[samples:])
    (tmp_path / "a.flac").write_bytes(write_flac(paused))
    draw("-i", tmp_path / "a.flac", "-c:a", codec, tmp_path / f"b.{form}")

    found = find_voice(decode((tmp_path / f"b.{form}").read_bytes(), 60))

    expected = find_voice(paused)
    assert found.seconds == pytest.approx(expected.seconds, rel=0.03)
    both = zip(found.list_pauses(0.5), expected.list_pauses(0.5), strict=True)
    assert all(one.seconds == pytest.approx(other.seconds, rel=0.03) for one, other in both)


@pytest.mark.parametrize("at", [0.3, 0.6])
def test_a_pause_is_as_long_as_it_is(reading: Sound, at: float) -> None:
    place = round(len(reading.samples) / 2 * at) * 2
    paused = Sound(reading.samples[:place] + silence(2.5) + reading.samples[place:])

    longest = max(each.seconds for each in find_voice(paused).list_pauses(0.5))

    assert 2.3 <= longest <= 2.7


def test_the_length_is_what_was_decoded(reading: Sound, tmp_path: Path) -> None:
    """Not what a file declares that broke off; nor is more decoded than is asked for."""
    (tmp_path / "a.flac").write_bytes(write_flac(reading))
    draw("-i", tmp_path / "a.flac", "-c:a", "libopus", tmp_path / "a.webm")
    whole = (tmp_path / "a.webm").read_bytes()

    half = decode(whole[: len(whole) // 2], 60)
    first = decode(whole, 2)

    assert half.seconds == pytest.approx(reading.seconds / 2, rel=0.1)
    assert (first.seconds, first.is_cut) == (2.0, True)
    assert decode(write_flac(reading), 60).samples == reading.samples


@pytest.mark.parametrize("file", [b"", b"\x00" * 100, b"\xff\xd8\xff\xe0 a picture", b"OggS" + b"x" * 500])
def test_what_is_no_sound_is_refused(file: bytes) -> None:
    with pytest.raises(NotAudio):
        decode(file, 60)


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    draw("-f", "lavfi", "-i", "color=size=64x64:duration=1", tmp_path / "mute.mp4")

    with pytest.raises(NotAudio):
        decode((tmp_path / "mute.mp4").read_bytes(), 60)


def test_what_cannot_be_judged_says_why(reading: Sound) -> None:
    tone = array("h", (round(8000 * (number % 40 / 20 - 1)) for number in range(48_000))).tobytes()
    refused = {
        "TOO_SHORT": Sound(reading.samples[:16_000]),
        "TOO_LONG": Sound(reading.samples, is_cut=True),
        "NO_SPEECH": Sound(silence(2)),
        "TOO_NOISY": add_noise(reading, 5),
    }

    for reason, sound in refused.items():
        with pytest.raises(StepFailed) as failed:
            _judge_sound(sound)
        assert failed.value.reason == reason
    with pytest.raises(StepFailed) as no_voice:
        _judge_sound(Sound(tone))
    assert no_voice.value.reason == "NO_SPEECH"
    assert _judge_sound(add_noise(reading, 15)).signal_to_noise == pytest.approx(15, abs=3)


SAME: dict[str, tuple[str, str]] = {
    "numbers": ("2,400 km and 105 people", "two thousand four hundred kilometers and one hundred and five people"),
    "spelling": (
        "The harbour's grey colours, organised at the theatre",
        "the harbor's gray colors organized at the theater",
    ),
    "contractions": ("It's what we don't know", "it is what we do not know"),
    "one word in two": ("The fishermen\u2019s well-known café", "the fisher mens well known cafe"),
    "Markdown": ("**Boats** on [the river](https://a.example) `code`", "boats on the river"),
}


@pytest.mark.parametrize(("written", "said"), SAME.values(), ids=SAME.keys())
def test_what_sounds_the_same_is_the_same(written: str, said: str) -> None:
    heard = [HeardWord(each, number / 2, number / 2 + 0.4, 0.9) for number, each in enumerate(said.split())]

    assert find_faults(heard, written) == []


def test_a_name_needs_only_be_alike(reading: Sound) -> None:
    """Recognisers know few places: what is far from one is unclear, and never said to be misread."""
    written = "We walked to Dahshur and to Quetzaltenango slowly."
    heard = [HeardWord(each, 0, 1, 0.9) for each in ["we", "walked", "to", "dashur", "and", "to", "cats", "slowly"]]

    assert find_faults(heard, written) == [("UNCLEAR", "Quetzaltenango", None)]


def test_nothing_heard_is_everything_missed_and_nothing_to_read_is_all_added() -> None:
    words: list[SpokenWord] = align(list_places("Old boats."), [])

    assert [each.status.value for each in words] == ["MISSED", "MISSED"]
    assert [each.status.value for each in align([], [HeardWord("boats", 0, 1, 0.9)])] == ["ADDED"]
    assert list_tokens(["1.2.3", "—", "999999999999999"])
