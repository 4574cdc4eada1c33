"""Numbers, units, prices, times and abbreviations are said in words."""

import pytest

from polly_local.sentences import find_sentences
from polly_local.spelling import spell_out

SPOKEN = {
    "1,200 km": "one thousand two hundred kilometers",
    "1 m": "one meter",
    "2.5 m": "two point five meters",
    "40 km/h": "forty kilometers per hour",
    "-5 °C": "- five degrees Celsius",
    "3%": "three percent",
    "$5.20": "five dollars twenty",
    "€3 million": "three million euros",
    "9:05 a.m.": "nine oh five A M",
    "at 9:00": "at nine o'clock",
    "in 1593": "in fifteen ninety-three",
    "the 1980s": "the nineteen eighties",
    "the 21st": "the twenty-first",
    "10-12 people": "ten to twelve people",
    "5,000,000": "five million",
    "Dr. Smith": "Doctor Smith",
    "e.g. us": "for example us",
    "salt & pepper": "salt and pepper",
    "and/or": "and or or",
    "https://www.example.org/a?b=c.": "example dot org.",
    "1234567890123": "one two three four five six seven eight nine zero one two three",
}


@pytest.mark.parametrize(("text", "spoken"), SPOKEN.items(), ids=SPOKEN.keys())
def test_it_is_said_in_words(text: str, spoken: str) -> None:
    assert " ".join(piece.spoken for piece in spell_out(text)) == spoken


def test_each_word_knows_its_place() -> None:
    text = "We paid $5, then walked 3 km."

    assert [text[piece.start : piece.end] for piece in spell_out(text)] == [
        "We",
        "paid",
        "$5",
        "then",
        "walked",
        "3 km",
    ]


def test_sentences_end_where_a_reader_pauses() -> None:
    """Not at an abbreviation or inside a number."""
    text = "Dr. Smith paid 2.5 euros. “Really?” she asked!\n\nA new line"

    assert [text[start:end] for start, end in find_sentences(text)] == [
        "Dr. Smith paid 2.5 euros.",
        "“Really?”",
        "she asked!",
        "A new line",
    ]
