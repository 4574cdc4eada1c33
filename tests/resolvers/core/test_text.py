"""Text is cleaned, measured and compared as Unicode says."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.core import text

FAMILY = "👨‍👩‍👧‍👦"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    "invisible",
    [
        "\u200b",  # zero width space
        "\u3164",  # Hangul filler, a letter by its category
        "\uffa0",  # its half-width form
        "\u115f\u1160",
        "\ufffc",  # the place of an object, a symbol by its category
        "\u2800",  # Braille blank, a symbol by its category
        "\U0001d159",  # null notehead, a symbol as well
        "\U00013441\U00013442",  # Egyptian blanks, letters by their category
        "\ufeff",
        "\u00ad\u00ad",
        "\u2060",
        "\u180e",
        "\u034f",
        "\u17b4",
        "\U000e0041\U000e007f",  # tags
        "\ufe0f",
        "\u0301",  # a mark without a letter
        "\ue000",  # private use
        "\u00a0\u2003",
        "\u202e\u202c",
        "\x00\x01",
    ],
)
def test_text_that_shows_nothing_is_refused(invisible: str) -> None:
    """A name, a title or a comment needs something that a reader sees, not only something that is there."""
    with pytest.raises(ValueError, match=r"visible|at least 1 character"):
        text.Line(1, 60)(invisible)
    with pytest.raises(ValueError, match=r"visible|at least 1 character"):
        text.Paragraphs(1, 60)(invisible)


@pytest.mark.parametrize("visible", ["a", "名", "ि" + "क", "1", "!", "👍", FAMILY, "€", "\u200fא", "e\u0301"])
def test_text_in_any_script_is_taken(visible: str) -> None:
    assert text.Line(1, 60)(visible)


@pytest.mark.parametrize(
    "turning", ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]
)
def test_characters_that_turn_the_text_around_them_are_taken_out(turning: str) -> None:
    """An override in a name would turn the sentence that the name stands in; marks turn only themselves."""
    assert text.clean_line(f"Evil{turning} name") == "Evil name"
    assert text.clean_line(text.clean_paragraphs(f"Evil{turning}\ntext")) == "Evil text"
    assert "\u202e" not in text.clean_paragraphs("Evil\u202e\ntext")
    assert text.clean_line("a\u200f\u200e\u061cb") == "a\u200f\u200e\u061cb"


@pytest.mark.parametrize(
    "control", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ufffe", "\U0001ffff", "\ufdd0", "\ufff9"]
)
def test_control_characters_are_taken_out(control: str) -> None:
    assert text.clean_line(f"a{control}b") == "ab"
    assert text.clean_paragraphs(f"a{control}b") == "ab"


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_break_is_one(separator: str) -> None:
    """A line holds none of them; paragraphs hold `\\n` for each."""
    assert text.clean_line(f"a{separator}b") == "a b"
    assert text.clean_paragraphs(f"a{separator}b") == "a\nb"


def test_characters_are_counted_as_people_see_them() -> None:
    """Families, flags, conjuncts and decomposed letters are one each, here and in the site's fields."""
    assert text.count_characters(FAMILY * 10) == 10
    assert text.count_characters(ENGLAND * 20) == 20
    assert text.count_characters("🇩🇪🇫🇷") == 2
    assert text.count_characters("e\u0301") == 1
    assert text.Line(1, 10)(FAMILY * 10) == FAMILY * 10
    with pytest.raises(ValueError, match="at most 10"):
        text.Line(1, 10)(FAMILY * 11)


def test_a_character_cannot_carry_marks_without_end() -> None:
    """One letter under ten thousand accents is one grapheme cluster and still too long; so is a tower of a hundred."""
    assert text.Line(1, 200)("Z" + "\u0300" * 30)
    for tower in (31, 100, 2000):
        with pytest.raises(ValueError, match="at most 30 marks"):
            text.Line(1, 200)("Z" + "\u0300" * tower)
    with pytest.raises(ValueError, match="at most 60"):
        text.Line(1, 60)("a" + "\u0301" * 10_000)


@pytest.mark.parametrize(
    ("written", "maximum", "is_taken"),
    [
        (FAMILY * 60, 60, True),  # 60 families, 25 bytes each
        (FAMILY * 5_000, 5_000, False),
        ("क्षि" * 3_000, 5_000, True),  # an Indic syllable of 12 bytes
        ("雨" * 50_000, 50_000, True),
        ("\U00020000" * 50_000, 50_000, True),
        ("\U0001f468\u200d\U0001f469" * 30_000, 50_000, False),  # more than an item of the table takes
    ],
)
def test_long_texts_are_bounded_in_bytes_too(written: str, maximum: int, is_taken: bool) -> None:
    """A page of them has to fit into an answer, and one of them into the table."""
    if is_taken:
        assert text.Paragraphs(1, maximum)(written) == written
    else:
        with pytest.raises(ValueError, match="bytes in UTF-8"):
            text.Paragraphs(1, maximum)(written)


def test_shortened_text_ends_between_characters() -> None:
    assert text.shorten(FAMILY * 4, 3) == f"{FAMILY * 2}…"
    assert text.shorten("short", 5) == "short"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("café", "cafe\u0301"),
        ("việt", unicodedata.normalize("NFD", "việt")),
        ("서울", unicodedata.normalize("NFD", "서울")),
        ("がぎ", unicodedata.normalize("NFD", "がぎ")),
        ("Straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("ｱｲｽ", "アイス"),
        ("\uff21\uff22\uff23", "abc"),
        ("❤\ufe0f", "❤"),
        ("Å", "\u212b"),
        ("two  words", "two words"),
        ("Ⅳ", "iv"),
        ("\u017f", "s"),
        ("İ", "i\u0307"),
    ],
)
def test_equal_texts_meet(one: str, other: str) -> None:
    """Canonically and compatibly equal texts, in any case, have one key."""
    assert text.match_key(one) == text.match_key(other)


def test_different_texts_stay_apart() -> None:
    assert len({text.match_key(each) for each in ("cafe", "café", "\u0430", "a", "\u0131", "i", "が", "か")}) == 8


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(written: str) -> None:
    assert text.clean_line(text.clean_line(written)) == text.clean_line(written)
    assert text.clean_paragraphs(text.clean_paragraphs(written)) == text.clean_paragraphs(written)
    assert text.match_key(text.match_key(written)) == text.match_key(written)


@given(ANY_TEXT)
def test_canonically_equal_texts_have_one_key(written: str) -> None:
    forms = {text.match_key(unicodedata.normalize(form, written)) for form in ("NFC", "NFD", "NFKC", "NFKD")}

    assert len(forms) == 1


@pytest.mark.parametrize("judge", [text.Line(1, 500), text.Paragraphs(0, 500)])
def test_half_of_a_surrogate_pair_is_refused_in_words(judge: text.Line | text.Paragraphs) -> None:
    """It cannot be written as UTF-8, which is for the encoder to know and not for the reader."""
    with pytest.raises(ValueError, match="not valid Unicode"):
        judge("a\ud83db")
