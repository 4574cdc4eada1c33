"""Subtitles of speech, in WebVTT and SubRip: cues that fit on a screen and end where somebody pauses."""

from collections.abc import Iterator, Sequence

from transcribe_local.speech import Speech, Word

_MOST_CHARACTERS = 74  # two lines
_LINE_CHARACTERS = 42
_MOST_SECONDS = 6.0
_PAUSE_SECONDS = 0.8
_ENDS = (".", "?", "!", "…", "。", "\uff1f", "\uff01")


def write_vtt(speech: Speech, first_number: int = 0) -> str:
    """Return the speech in WebVTT."""
    cues = [f"{number}\n{_time(cue)}\n{_text(cue)}\n" for number, cue in enumerate(_list_cues(speech), first_number)]
    return "\n".join(["WEBVTT\n", *cues])


def write_srt(speech: Speech, first_number: int = 0) -> str:
    """Return the speech in SubRip."""
    times = ((number, _time(cue).replace(".", ","), cue) for number, cue in enumerate(_list_cues(speech), first_number))
    return "\n".join(f"{number}\n{time}\n{_text(cue)}\n" for number, time, cue in times)


def _list_cues(speech: Speech) -> Iterator[list[Word]]:
    cue: list[Word] = []
    for word in speech.words:
        if cue and _is_over(cue, word):
            yield cue
            cue = []
        cue.append(word)
    if cue:
        yield cue


def _is_over(cue: Sequence[Word], following: Word) -> bool:
    """Tell whether a cue ends before a word: its sentence has, somebody pauses, or it has no room."""
    characters = len(" ".join(word.text for word in [*cue, following]))
    return (
        cue[-1].text.endswith(_ENDS)
        or following.start - cue[-1].end >= _PAUSE_SECONDS
        or following.end - cue[0].start > _MOST_SECONDS
        or characters > _MOST_CHARACTERS
    )


def _text(cue: Sequence[Word]) -> str:
    """Return a cue's text, on two lines where one is too long."""
    words = [_escape(word.text) for word in cue]
    if len(" ".join(words)) <= _LINE_CHARACTERS:
        return " ".join(words)
    splits = range(1, len(words))
    middle = min(splits, key=lambda at: abs(len(" ".join(words[:at])) - len(" ".join(words[at:]))), default=len(words))
    return f"{' '.join(words[:middle])}\n{' '.join(words[middle:])}".strip()


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(cue: Sequence[Word]) -> str:
    return f"{_stamp(cue[0].start)} --> {_stamp(max(cue[-1].end, cue[0].start + 0.001))}"


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    hours, minutes = milliseconds // 3_600_000, milliseconds // 60_000 % 60
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000 % 60:02}.{milliseconds % 1000:03}"
