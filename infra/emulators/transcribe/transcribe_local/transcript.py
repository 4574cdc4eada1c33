"""The transcript of a job in Transcribe's JSON: the text, its words and punctuation with times, and its segments."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from transcribe_local.speech import Speech, Word

_PUNCTUATION = re.compile(r"(?P<word>.*?)(?P<marks>[.,?!…。、\uff0c\uff1f\uff01]*)$")


def build_transcript(job_name: str, account: str, speech: Speech, language: str | None) -> dict[str, Any]:
    """Return the transcript of a job; `language` is the code of one that was identified."""
    items: list[dict[str, Any]] = []
    segments: list[dict[str, Any]] = []
    for segment in speech.segments:
        found = [{"id": len(items) + number, **item} for number, item in enumerate(_list_items(segment))]
        items += found
        segments.append(_build_segment(len(segments), segment, found))
    text = " ".join(each["transcript"] for each in segments)
    results: dict[str, Any] = {"transcripts": [{"transcript": text}], "items": items, "audio_segments": segments}
    if language:
        score = {"score": f"{speech.score:.4f}", "language_code": language}
        results |= {"language_code": language, "language_identification": [score]}
    return {"jobName": job_name, "accountId": account, "status": "COMPLETED", "results": results}


def _build_segment(number: int, segment: Sequence[Word], items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": number,
        "transcript": " ".join(word.text for word in segment),
        "start_time": _to_seconds(segment[0].start) if segment else "0.0",
        "end_time": _to_seconds(segment[-1].end) if segment else "0.0",
        "items": [item["id"] for item in items],
    }


def _list_items(segment: Sequence[Word]) -> Iterator[dict[str, Any]]:
    """Yield each word and each mark after it as Transcribe lists them; numbers are strings there."""
    for word in segment:
        parts = _PUNCTUATION.match(word.text)
        assert parts
        if parts["word"]:
            yield {
                "type": "pronunciation",
                "alternatives": [{"confidence": f"{word.confidence:.3f}", "content": parts["word"]}],
                "start_time": _to_seconds(word.start),
                "end_time": _to_seconds(word.end),
            }
        for mark in parts["marks"]:
            yield {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": mark}]}


def _to_seconds(value: float) -> str:
    return f"{value:.3f}"
