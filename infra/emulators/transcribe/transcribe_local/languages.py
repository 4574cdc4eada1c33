"""Transcribe's codes of languages, such as `en-US`, and ISO 639's, which Whisper uses."""

from collections.abc import Iterable

# The code that most people use of languages that Transcribe knows several of.
_USUAL = {
    "ar": "ar-SA",
    "de": "de-DE",
    "en": "en-US",
    "es": "es-ES",
    "fr": "fr-FR",
    "pt": "pt-BR",
    "zh": "zh-CN",
}


def to_iso(code: str) -> str:
    """Return ISO 639's code of a language of Transcribe's."""
    return code.partition("-")[0]


def to_code(iso: str, known: Iterable[str]) -> str | None:
    """Return Transcribe's code of a language, among those it knows; None if it knows none."""
    codes = sorted(code for code in known if to_iso(code) == iso)
    usual = _USUAL.get(iso)
    return usual if usual in codes else next(iter(codes), None)
