"""Flashcards from prose: what an article gives, what it must not give, and that every answer stands in its sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.world import model as world
from resolvers.core.text import match_key
from resolvers.learning.flashcards.model import FlashcardOrigin
from resolvers.learning.suggestions.clozes import GAP, find_clozes
from resolvers.learning.suggestions.sentences import list_sentences

NO_MARKS = str.maketrans("", "", "*_")
TOWN = "The town stands on a narrow saddle, about 2,400 metres up, where it rains hard."


def _list_questions(text: str, *places: str) -> list[tuple[str, str]]:
    return [(each.front, each.answer) for each in find_clozes(text, places)]


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        (TOWN, "2,400"),
        ("The old bridge of the merchants was finished in 1593 by hand.", "1593"),
        ("The walls were laid by the builders of King Sneferu without mortar.", "King Sneferu"),
        ("The name of the great house means Palace of Winds in English.", "Palace of Winds"),
        ("Small windows, nine hundred and fifty-three of them, make a climate.", "nine hundred and fifty-three"),
        ("Mumtaz Mahal lies on the axis of everything in the garden.", "Mumtaz Mahal"),
        ("The town belongs to Russia's Arktikugol trust and is cold.", "Russia"),
        ("At Dahshur, south of the city, stands a pyramid without a rival.", "Dahshur"),
        ("The town has **844** *listed* houses on three long streets.", "844"),
        ("You pay the guard, who counts 1,593 steps before he lets you climb.", "1,593"),
        ("The oldest lanterns are still made by hand in Đà Nẵng today.", "Đà Nẵng"),
    ],
)
def test_a_sentence_is_asked_for_its_number_or_name(sentence: str, answer: str) -> None:
    """The longest names first, then numbers, in any alphabet with capitals."""
    shown = sentence.replace("*", "").replace(answer, GAP)
    assert _list_questions(sentence) == [(shown, answer)]


@pytest.mark.parametrize(
    "text",
    [
        "It was finished by hand in the year 1593 by merchants.",  # what was?
        "Have the lanterns of the town been lit since 1593 or later?",
        "We walked through the old town for 45 minutes in rain.",
        "The guide showed me about 400 lanterns in the old town.",
        "The guide said “the bridge was finished in 1593” to everybody there.",
        "> The old bridge of the merchants was finished in 1593 by hand.",
        "# The old bridge of the merchants was finished in 1593.",
        "- The old bridge of the merchants was finished in 1593 by hand.",
        "    The old bridge of the merchants was finished in 1593 by hand.",
        "```\nThe old bridge of the merchants dates to 1593.\n\nThe tower of the merchants dates to 1601.\n```",
        "The old bridge at https://example.org/1593 was finished by hand long ago.",
        "The [old bridge](/x) of the merchants was finished in 1593 by hand.",
        "The bridge of 1593 replaced another one of 1593 by hand.",
        "Finished in the spring of a long year by hand on Monday.",
        "The old bridge, 1593.",
        "The merchants finished the first of two bridges in one spring by hand.",
        "",
    ],
    ids=lambda text: text[:30],
)
def test_what_does_not_stand_on_its_own_is_not_asked(text: str) -> None:
    """Pointing words, questions, the writer's own steps, quotations, markup, code, and answers that occur twice."""
    assert _list_questions(text) == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "I had tea first. The tower is where all paths meet. It was burnt in 1860 by soldiers.",
            "The tower is where all paths meet. It was burnt in ____ by soldiers.",
        ),
        (
            "A monk told us that the temple was built by King Ly Thanh Tong for his mother.",
            "the temple was built by ____ for his mother.",
        ),
        (
            "I read somewhere that the old wall is 5,650 metres long on the map.",
            "the old wall is ____ metres long on the map.",
        ),
        (
            "**What to see.**\nThe market of the old town dates from 1593.",
            "The market of the old town dates from ____.",
        ),
    ],
)
def test_first_person_prose_gives_what_it_says_of_the_place(text: str, question: str) -> None:
    """With the sentence that `it` points to, or what somebody told the writer; never the writer's own steps."""
    assert [front for front, _ in _list_questions(text)] == [question]


def test_a_pinned_place_that_no_sentence_names_is_asked_for_the_rest_of_its_name() -> None:
    """Without remarks in brackets; a name of one part asks nothing, and one that repeats itself neither."""
    places = ["Machu Picchu, Peru", "Great Wall, China (about here)", "Hoi An", "New York, New York", " , Peru", "Ad,"]

    assert _list_questions("I went there.", *places) == [("Machu Picchu, ____", "Peru"), ("Great Wall, ____", "China")]


def test_a_pinned_place_is_asked_where_the_article_names_it() -> None:
    """By its name, or by the part before the comma, as the article writes it; never by its position."""
    text = "The gardeners of the Summer palace worked with spades for years.\n\nElsewhere, rain fell on everybody."

    (found,) = find_clozes(text, ["Summer Palace, Beijing, China", "Hoi An"])

    assert (found.origin, found.answer) == (FlashcardOrigin.PLACE, "Summer palace")


def test_abbreviations_and_decimals_end_no_sentence() -> None:
    """And where a sentence is, is told in code points, after emoji too."""
    text = "😀 Rain.\n\nThe church of St. Mary is exactly 2.5 km from the harbour. The tower is 64 m tall and leans."

    found = list(list_sentences(text))

    assert [text[each.start : each.end] for each in found] == [each.text for each in found]
    assert [each.text[:25] for each in found] == ["The church of St. Mary is", "The tower is 64 m tall an"]


def test_each_sentence_and_each_answer_is_used_once() -> None:
    """Three of an article, and a place for each pin."""
    text = "\n\n".join(
        f"The tower of the merchants has exactly {number} steps of stone." for number in (61, 62, 63, 64)
    )
    same = "\n\n".join(f"The {name} tower of the merchants has 64 steps." for name in ("old", "new", "low"))

    assert len(_list_questions(text)) == 3
    assert len(_list_questions(same)) == 1


def test_the_demo_articles_give_sound_flashcards() -> None:
    """An answer is once in its sentence, the sentence is in its article, and no card gives itself away."""
    articles = world.read().articles

    found = [(article, each) for article in articles for each in find_clozes(article.body, ())]

    assert len(found) >= 22
    assert len({article.title for article, _ in found}) >= 11
    for article, each in found:
        written = " ".join(article.body[each.sentence.start : each.sentence.end].split())
        assert each.sentence.text == written.replace("*", "")
        assert each.sentence.text.count(each.answer) == 1
        assert match_key(each.answer) not in match_key(each.front)
        assert each.front.replace(GAP, each.answer) == each.sentence.text


@given(st.text(alphabet="Aa 1.,!?\n#>`*“”'\u2019-😀é\u0301à", max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_no_text_breaks_it(text: str, places: list[str]) -> None:
    """Whatever people write: sentences are parts of it, and fronts have exactly one more gap than their sentence."""
    for each in find_clozes(text, places):
        written = " ".join(text[each.sentence.start : each.sentence.end].split())
        if each.sentence.end == 0:  # the name of a place
            continue
        assert each.sentence.text.translate(NO_MARKS) == written.translate(NO_MARKS)
        assert each.front.count(GAP) == each.sentence.text.count(GAP) + 1
