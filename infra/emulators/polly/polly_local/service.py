"""Polly's operations: what may be asked for, and the sound or the marks that answer it."""

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from aiohttp import web

from aws_wire.errors import ServiceError
from aws_wire.server import build_application
from aws_wire.service import Context, Service
from polly_local.encoding import FORMATS, encode
from polly_local.reading import Mark, Reader
from polly_local.voice import Voice

MOST_CHARACTERS: Final = 3_000
MOST_WAITING: Final = 64  # texts
_MARKS: Final = ("sentence", "word")
_VOICE: Final = {
    "Id": "Joey",
    "Name": "Joey",
    "Gender": "Male",
    "LanguageCode": "en-US",
    "LanguageName": "US English",
    "SupportedEngines": ["neural", "standard"],
}
Input = dict[str, Any]
Answer = dict[str, Any]


class Polly:
    """Answers SynthesizeSpeech and DescribeVoices: one text after the other, in a thread of its own."""

    def __init__(self, voice: Voice) -> None:
        self._reader = Reader(voice)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="voice")
        self._waiting = 0

    def build_application(self) -> web.Application:
        """Return the web application; it owns the worker thread until it is cleaned up."""
        service = Service("polly", validation_error="ValidationException")
        service.operation("SynthesizeSpeech")(self._synthesize)
        service.operation("DescribeVoices")(self._describe_voices)
        application = build_application(service)
        application.cleanup_ctx.append(self._end_worker)
        return application

    async def _end_worker(self, _: web.Application) -> AsyncIterator[None]:
        yield
        self._worker.shutdown(cancel_futures=True)

    async def _describe_voices(self, request: Input, _: Context) -> Answer:
        if request.get("NextToken"):
            raise ServiceError("InvalidNextTokenException", "The NextToken is invalid.")
        is_asked = request.get("LanguageCode", _VOICE["LanguageCode"]) == _VOICE["LanguageCode"]
        has_engine = request.get("Engine", "neural") in _VOICE["SupportedEngines"]
        return {"Voices": [_VOICE] if is_asked and has_engine else []}

    async def _synthesize(self, request: Input, _: Context) -> Answer:
        _require_understood(request)
        text, kind = request["Text"], request["OutputFormat"]
        if kind == "json":
            marks = request["SpeechMarkTypes"]
            body = await self._work(lambda: _write_marks(text, self._reader.read(text).marks, marks))
            content_type = "application/x-json-stream"
        else:
            rate = _read_rate(request)
            body = await self._work(lambda: encode(self._reader.read(text).samples, FORMATS[kind], rate))
            content_type = FORMATS[kind].content_type
        return {"AudioStream": body, "ContentType": content_type, "RequestCharacters": len(text)}

    async def _work(self, act: Any) -> bytes:
        if self._waiting >= MOST_WAITING:
            raise ServiceError("ThrottlingException", "Rate exceeded")
        self._waiting += 1
        try:
            body: bytes = await asyncio.get_running_loop().run_in_executor(self._worker, act)
        finally:
            self._waiting -= 1
        return body


def _require_understood(request: Input) -> None:
    """Refuse by Polly's own errors what it refuses, and by name what this emulator has not."""
    if request.get("TextType") == "ssml":
        raise ServiceError("InvalidSsmlException", "SSML is not implemented by the emulator: send plain text.")
    if len(request["Text"]) > MOST_CHARACTERS:
        raise ServiceError("TextLengthExceededException", "Maximum text length has been exceeded")
    if not request["Text"].strip():
        raise ServiceError("ValidationException", "Text should have something to read.")
    if request["VoiceId"] != _VOICE["Id"]:
        raise ServiceError("ValidationException", f"The emulator has the voice {_VOICE['Id']} only.")
    if request.get("Engine", "standard") not in _VOICE["SupportedEngines"]:
        raise ServiceError("EngineNotSupportedException", "This voice does not support the selected engine.")
    if request.get("LanguageCode", _VOICE["LanguageCode"]) != _VOICE["LanguageCode"]:
        raise ServiceError("LanguageNotSupportedException", "This voice does not support the requested language.")
    if request.get("LexiconNames"):
        raise ServiceError("LexiconNotFoundException", f"Lexicon not found: {request['LexiconNames'][0]}")
    _require_format(request)


def _require_format(request: Input) -> None:
    kind, marks = request["OutputFormat"], request.get("SpeechMarkTypes", [])
    if marks and kind != "json":
        message = f"Speech marks are not supported for the output format {kind}: choose json."
        raise ServiceError("MarksNotSupportedForFormatException", message)
    if kind == "json":
        if "ssml" in marks:
            message = "SSML speech marks are not supported for plain text."
            raise ServiceError("SsmlMarksNotSupportedForTextTypeException", message)
        if not marks or not set(marks) <= set(_MARKS):
            message = f"SpeechMarkTypes should be of {', '.join(_MARKS)}; others are not implemented by the emulator."
            raise ServiceError("ValidationException", message)
    elif kind not in FORMATS:
        message = f"{kind} is not implemented by the emulator: choose {', '.join(FORMATS)} or json."
        raise ServiceError("ValidationException", message)


def _read_rate(request: Input) -> int:
    rates = FORMATS[request["OutputFormat"]].rates
    given = request.get("SampleRate", str(rates[0]))
    if given not in map(str, rates):
        raise ServiceError(
            "InvalidSampleRateException", f"Use one of these sample rates: {', '.join(map(str, rates))}."
        )
    return int(given)


def _write_marks(text: str, marks: tuple[Mark, ...], kinds: list[str]) -> bytes:
    """Return marks as Polly's lines of JSON; places there count bytes."""
    lines = []
    for mark in marks:
        if mark.kind in kinds:
            value = text[mark.start : mark.end]
            start = len(text[: mark.start].encode())
            line = {"time": mark.milliseconds, "type": mark.kind, "start": start, "end": start + len(value.encode())}
            lines.append(json.dumps(line | {"value": value}, ensure_ascii=False) + "\n")
    return "".join(lines).encode()
