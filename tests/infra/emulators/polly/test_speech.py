"""Texts as boto3 has them read: what is heard in them, when each word is said, and what is refused."""

import io
import re
from typing import Any

import av
import jiwer
import pytest
from botocore.exceptions import ClientError

from polly_local.encoding import FORMATS, encode
from polly_local.reading import Reader
from polly_local.voice import JoeVoice
from tests.fakes.listener import Listener
from tests.infra.emulators.polly.conftest import Author

TEXT = (
    "Good morning. The old lighthouse stands on the northern coast, 1,200 km from the capital. "
    "It was built in 1593, and on clear days you can see the islands. We wait for the ferry at 9:30."
)
HEARD = (
    "good morning the old lighthouse stands on the northern coast 1200 kilometers from the capital "
    "it was built in 1593 and on clear days you can see the islands we wait for the ferry at 930"
)
MOST_WORD_ERRORS = 0.15


def measure_seconds(sound: bytes) -> float:
    with av.open(io.BytesIO(sound), "r") as file:
        return float(sum(frame.samples / frame.sample_rate for frame in file.decode(audio=0)))


def simplify(words: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", words.lower())


async def test_what_is_read_is_understood(author: Author) -> None:
    """Whisper, which never saw the text, hears it; numbers, units and times too."""
    answer, sound = await author.ask(TEXT)

    heard = " ".join(word.text for word in Listener().hear(sound))
    assert jiwer.wer(HEARD, simplify(heard)) <= MOST_WORD_ERRORS
    assert (answer["ContentType"], answer["RequestCharacters"]) == ("audio/mpeg", len(TEXT))


async def test_the_same_text_has_the_same_sound(author: Author) -> None:
    """Also once the voice was loaded again: nothing is drawn at random."""
    text = "The ferry leaves at noon."

    _, sound = await author.ask(text, OutputFormat="pcm")

    assert sound == encode(Reader(JoeVoice()).read(text).samples, FORMATS["pcm"], 16_000)


async def test_marks_say_when_each_word_is_said(author: Author) -> None:
    """Times rise within the sound, and places count bytes, as Polly's do."""
    text = "Café, 😀 yes. It is 3 km."

    marks = await author.list_marks(text, "sentence", "word")

    words = [each for each in marks if each["type"] == "word"]
    assert [each["value"] for each in words] == ["Café", "yes", "It", "is", "3 km"]
    assert [each["value"] for each in marks if each["type"] == "sentence"] == ["Café, 😀 yes.", "It is 3 km."]
    assert all(text.encode()[each["start"] : each["end"]].decode() == each["value"] for each in marks)
    times = [each["time"] for each in marks]
    _, sound = await author.ask(text)
    assert times == sorted(times)
    assert 0.3 < measure_seconds(sound) - times[-1] / 1000 < 2  # "three kilometers" and no more


@pytest.mark.parametrize(
    ("given", "content_type"),
    [
        ({"OutputFormat": "mp3", "SampleRate": "16000", "Engine": "neural"}, "audio/mpeg"),
        ({"OutputFormat": "ogg_opus"}, "audio/ogg"),
        ({"OutputFormat": "pcm", "LanguageCode": "en-US"}, "audio/pcm"),
        ({"OutputFormat": "mulaw"}, "audio/mulaw"),
        ({"OutputFormat": "alaw"}, "audio/alaw"),
    ],
    ids=lambda given: given.get("OutputFormat") if isinstance(given, dict) else None,
)
async def test_every_format_has_the_same_length(author: Author, given: dict[str, Any], content_type: str) -> None:
    _, pcm = await author.ask("Hello there.", OutputFormat="pcm", SampleRate="8000")
    seconds = len(pcm) / 2 / 8000

    answer, sound = await author.ask("Hello there.", **given)

    assert answer["ContentType"] == content_type
    bytes_a_second = {"audio/pcm": 32_000, "audio/mulaw": 8000, "audio/alaw": 8000}.get(content_type)
    found = len(sound) / bytes_a_second if bytes_a_second else measure_seconds(sound)
    assert abs(found - seconds) < 0.15  # an encoder's frame or two


async def test_files_that_follow_each_other_are_one_file(author: Author) -> None:
    """MP3 has no header of its own, so long texts are read in parts and joined as they are."""
    _, one = await author.ask("The ferry leaves.")
    _, other = await author.ask("We are late.")

    assert abs(measure_seconds(one + other) - measure_seconds(one) - measure_seconds(other)) < 0.1


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a text that is too long": ({"Text": "a" * 3001}, "TextLengthExceededException"),
    "no text": ({"Text": " \n"}, "ValidationException"),
    "SSML": ({"Text": "<speak>Hi</speak>", "TextType": "ssml"}, "InvalidSsmlException"),
    "an unknown voice": ({"VoiceId": "Nobody"}, "ValidationException"),
    "a voice that is not here": ({"VoiceId": "Joanna"}, "ValidationException"),
    "another engine": ({"Engine": "generative"}, "EngineNotSupportedException"),
    "another language": ({"LanguageCode": "vi-VN"}, "ValidationException"),
    "a language of other voices": ({"LanguageCode": "fr-FR"}, "LanguageNotSupportedException"),
    "a lexicon": ({"LexiconNames": ["names"]}, "LexiconNotFoundException"),
    "another sample rate": ({"SampleRate": "12345"}, "InvalidSampleRateException"),
    "marks of sound": ({"SpeechMarkTypes": ["word"]}, "MarksNotSupportedForFormatException"),
    "no marks": ({"OutputFormat": "json"}, "ValidationException"),
    "marks of SSML": (
        {"OutputFormat": "json", "SpeechMarkTypes": ["ssml"]},
        "SsmlMarksNotSupportedForTextTypeException",
    ),
    "visemes": ({"OutputFormat": "json", "SpeechMarkTypes": ["viseme"]}, "ValidationException"),
    "Vorbis": ({"OutputFormat": "ogg_vorbis"}, "ValidationException"),
}


@pytest.mark.parametrize(("given", "code"), WRONG.values(), ids=WRONG.keys())
async def test_a_wrong_request_is_refused_by_pollys_error(author: Author, given: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as refused:
        await author.ask("Hello.", **given)

    assert refused.value.response["Error"]["Code"] == code
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] in {400, 404}


@pytest.mark.parametrize(
    "text", ["😀", "…", "مرحبا بالعالم", "<b>&amp;</b>", "\u202e\x07", "a" * 300, "9" * 300 + ", 7"]
)
async def test_whatever_is_in_a_text_it_is_read(author: Author, text: str) -> None:
    """What nobody can say is silent."""
    _, sound = await author.ask(text, OutputFormat="pcm")

    assert sound


async def test_voices_are_listed_by_language_and_engine(author: Author) -> None:
    everywhere = await author.call("describe_voices")

    assert [each["Id"] for each in everywhere["Voices"]] == ["Joey"]
    assert not (await author.call("describe_voices", LanguageCode="fr-FR"))["Voices"]
    assert not (await author.call("describe_voices", Engine="generative"))["Voices"]


async def test_a_sentence_without_an_end_is_read_in_parts(author: Author) -> None:
    """The marks name every word of it."""
    text = "so long, and then " * 40

    marks = await author.list_marks(text, "word")

    assert [each["value"] for each in marks] == re.findall(r"\w+", text)
