"""Text as it is spoken: numbers, units, abbreviations and signs in words, each with its place in the text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sanotts.nano_g2p import NumberError, cardinal_words, ordinal_words, year_words

MOST_DIGITS: Final = 12  # longer numbers are read digit by digit


@dataclass(frozen=True, slots=True)
class Piece:
    """What is said for `text[start:end]`, in words of letters and with the punctuation after it."""

    spoken: str
    start: int
    end: int


_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS: Final = {
    "km/h": ("kilometer per hour", "kilometers per hour"),
    "mph": ("mile per hour", "miles per hour"),
    "km²": ("square kilometer", "square kilometers"),
    "m²": ("square meter", "square meters"),
    "m³": ("cubic meter", "cubic meters"),
    "km": ("kilometer", "kilometers"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "kg": ("kilogram", "kilograms"),
    "ft": ("foot", "feet"),
    "mi": ("mile", "miles"),
    "ml": ("milliliter", "milliliters"),
    "ha": ("hectare", "hectares"),
    "min": ("minute", "minutes"),
    "hrs": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "lbs": ("pound", "pounds"),
    "lb": ("pound", "pounds"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "%": ("percent", "percent"),
    "m": ("meter", "meters"),
    "g": ("gram", "grams"),
    "l": ("liter", "liters"),
    "h": ("hour", "hours"),
}
_CURRENCIES: Final = {"$": "dollar", "€": "euro", "£": "pound"}
_ABBREVIATIONS: Final = {
    "Mr.": "Mister",
    "Mrs.": "Missus",
    "Ms.": "Miz",
    "Dr.": "Doctor",
    "Prof.": "Professor",
    "St.": "Saint",
    "Mt.": "Mount",
    "vs.": "versus",
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "et cetera",
    "approx.": "approximately",
    "a.m.": "A M",
    "p.m.": "P M",
}
_SIGNS: Final = {"&": "and", "+": "plus", "=": "equals", "×": "times", "@": "at", "/": "or", "½": "one half"}  # noqa: RUF001 - times


def spell_out(text: str) -> list[Piece]:
    """Return a text word by word as it is spoken."""
    pieces: list[Piece] = []
    place = 0
    for found in _SPECIAL.finditer(text):
        pieces += _list_words(text, place, found.start())
        pieces += _list_spoken(found)
        place = found.end()
    return _join_punctuation([*pieces, *_list_words(text, place, len(text))])


def speak_number(digits: str) -> str:
    """Return a number such as `1,200` or `2.5` in words."""
    whole, _, fraction = digits.replace(",", "").partition(".")
    words = _spell_digits(whole) if len(whole) > MOST_DIGITS else _speak_cardinal(whole)
    return f"{words} point {_spell_digits(fraction)}" if fraction else words


def _speak_cardinal(digits: str) -> str:
    try:
        return str(cardinal_words(int(digits))).replace(",", "")
    except NumberError:
        return _spell_digits(digits)


def _spell_digits(digits: str) -> str:
    return " ".join(cardinal_words(int(each)) for each in digits)


def _speak_quantity(found: re.Match[str]) -> str:
    one, many = _UNITS[found["unit"]]
    return f"{speak_number(found['quantity'])} {one if found['quantity'] == '1' else many}"


def _speak_money(found: re.Match[str]) -> str:
    amount, scale, name = found["amount"], found["scale"], _CURRENCIES[found["currency"]]
    if scale:
        return f"{speak_number(amount)} {scale.strip()} {name}s"
    whole, _, cents = amount.partition(".")
    said = f"{speak_number(whole)} {name if whole == '1' else name + 's'}"
    return f"{said} {speak_number(cents)}" if cents.strip("0") else said


def _speak_time(found: re.Match[str]) -> str:
    hour, minute = cardinal_words(int(found["hour"])), int(found["minute"])
    if not minute:
        return f"{hour} o'clock"
    return f"{hour} {'oh ' if minute < 10 else ''}{cardinal_words(minute)}"  # noqa: PLR2004 - one digit


def _speak_ordinal(found: re.Match[str]) -> str:
    return str(ordinal_words(int(found["ordinal"])))


def _speak_decade(found: re.Match[str]) -> str:
    words = year_words(int(found["decade"]))
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def _speak_range(found: re.Match[str]) -> str:
    return f"{_speak_year_or_number(found['first'])} to {_speak_year_or_number(found['last'])}"


def _speak_year_or_number(digits: str) -> str:
    return str(year_words(int(digits))) if _YEAR.fullmatch(digits) else speak_number(digits)


_YEAR: Final = re.compile(r"1[1-9]\d\d|20\d\d")
_FORMS: Final[dict[str, tuple[str, Callable[[re.Match[str]], str]]]] = {
    "link": (
        r"https?://(?:www\.)?(?P<host>[\w.-]*\w)(?:/[\w/.?=&#%~+-]*[\w/])?",
        lambda found: found["host"].replace(".", " dot "),
    ),
    "money": (rf"(?P<currency>[$€£])(?P<amount>{_NUMBER})(?P<scale>\s(?:thousand|million|billion)\b)?", _speak_money),
    "time": (r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])", _speak_time),
    "measure": (
        rf"(?<![\w.,])(?P<quantity>{_NUMBER})\s?(?P<unit>{'|'.join(map(re.escape, _UNITS))})(?!\w)",
        _speak_quantity,
    ),
    "place": (r"(?<![\w.,])(?P<ordinal>\d{1,9})(?:st|nd|rd|th)\b", _speak_ordinal),
    "years": (r"(?<!\w)(?P<decade>1[1-9]\d0|20\d0)s\b", _speak_decade),
    "span": (r"(?<![\w.,])(?P<first>\d{1,9})[-–](?P<last>\d{1,9})(?![\w-])", _speak_range),  # noqa: RUF001 - a dash
    "number": (rf"(?:{_NUMBER})", lambda found: _speak_year_or_number(found.group())),
    "short": (
        rf"(?<!\w)(?:{'|'.join(map(re.escape, _ABBREVIATIONS))})(?!\w)",
        lambda found: _ABBREVIATIONS[found.group()],
    ),
    "sign": (rf"[{re.escape(''.join(_SIGNS).replace('/', ''))}]|(?<=\w)/(?=\w)", lambda found: _SIGNS[found.group()]),
}
_SPECIAL: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _FORMS.items()), re.ASCII)


def _list_spoken(found: re.Match[str]) -> Iterator[Piece]:
    if found["number"] and len(found["number"]) > MOST_DIGITS and found["number"].isdigit():
        for place in range(*found.span()):
            yield Piece(_spell_digits(found.string[place]), place, place + 1)
        return
    speak = _FORMS[next(name for name in _FORMS if found[name] is not None)][1]
    yield Piece(speak(found), found.start(), found.end())


def _list_words(text: str, start: int, end: int) -> Iterator[Piece]:
    for word in re.compile(r"\S+").finditer(text, start, end):
        yield Piece(word.group(), word.start(), word.end())


def _join_punctuation(pieces: list[Piece]) -> list[Piece]:
    """Return pieces with marks that follow one at once as part of what is said: they make its pauses."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].end == piece.start and not any(each.isalnum() for each in piece.spoken):
            before = joined.pop()
            joined.append(Piece(before.spoken + piece.spoken, before.start, before.end))
        else:
            joined.append(piece)
    return joined
