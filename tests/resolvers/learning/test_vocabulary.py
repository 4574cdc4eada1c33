"""Words worth learning: which an article gives, what they may mean, and that each is suggested for a deck once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.world import model as world
from resolvers.learning.suggestions.dictionary import look_up
from resolvers.learning.suggestions.vocabulary import MOST_SENSES, find_words
from tests.acts import change_post, publish_post
from tests.people import Person
from tests.resolvers.learning.conftest import Desk

BODY = (
    "We sharpened our spades and dug beside the hedge until noon.\n\n"
    "Nobody had pruned the orchard, and the meadow behind it was overgrown with thistles."
)


def _list_words(text: str) -> dict[str, str]:
    return {each.word.lemma: each.senses[0] for each in find_words(text)}


@pytest.mark.parametrize(
    ("sentence", "lemma", "sense"),
    [
        ("He pushed the spade into the earth with his foot.", "spade", "a sturdy hand shovel"),
        ("The town stands on a narrow saddle between two peaks.", "saddle", "a pass or ridge"),
        ("She wove a basket while the kettle boiled.", "weave", "interlace by"),
        ("The cows graze on the slope behind our house.", "graze", "feed as in a meadow"),
        ("He was stiff after the long ride.", "stiff", "not moving"),
        ("The boats lay at anchor behind the reef.", "reef", "a submerged ridge"),
    ],
)
def test_a_form_leads_to_its_word_and_to_the_meaning_that_its_sentence_suggests(
    sentence: str, lemma: str, sense: str
) -> None:
    """By its form, the words beside it, and those that a meaning shares with the article."""
    assert _list_words(sentence)[lemma].startswith(sense)


@pytest.mark.parametrize(
    "text",
    [
        "Last summer we met Spade and Saddle at Gravel Mortar Station.",
        "He said “the spade stood in the gravel” to us all.",
        "> The spade stood in the gravel of the garden.",
        "```\nthe spade stood in the gravel\n```",
        "Type `spade gravel` and look at https://example.org/spade/gravel for more.",
        "We met @spade and #gravel there on the first day.",
        "The house is big and the people in it are good to us.",
        "Der gravel und die spade sind sehr mortar heute.",
        "Chúng tôi spade đi gravel ngắm mortar hôm qua.",
        "A spade-like, gravel-strewn thing was there for us.",
        "",
    ],
    ids=lambda text: text[:30],
)
def test_names_quotations_code_other_languages_and_what_everybody_knows_give_no_word(text: str) -> None:
    """Neither do parts of words."""
    assert _list_words(text) == {}


def test_a_word_comes_once_whatever_its_form() -> None:
    """With the sentence where it stands first."""
    found = find_words("Two spades stood there by the wall.\n\nOne spade was broken, and the other spade was new.")

    assert [(each.word.lemma, each.form) for each in found] == [("spade", "spades")]


def test_the_dictionary_holds_no_names_and_nothing_that_hurts() -> None:
    """Every word has meanings of its own, at most eight, none of them a person or a town."""
    for word in ("aachen", "paris", "swift"):
        found = look_up(word)
        assert found is None or not any("born" in each.gloss for each in found.senses)
    assert look_up("spades") == look_up("spade")._replace(parts="nv")  # type: ignore[union-attr]
    assert look_up("mountain") is None


def test_most_demo_articles_give_words_whose_sentence_holds_them() -> None:
    """Their first meanings were read by eye: docs/learning.md says how many fit."""
    articles = world.read().articles

    found = {each.title: find_words(each.body) for each in articles}

    assert sum(len(words) >= 3 for words in found.values()) >= 13
    for words in found.values():
        assert len({each.word.lemma for each in words}) == len(words)
        assert all(each.form in each.sentence.text and 1 <= len(each.senses) <= MOST_SENSES for each in words)
        assert all(len(set(each.senses)) == len(each.senses) for each in words)


@given(st.text(alphabet="spade gravel .,!?\n#>`*_“”'\u2019-😀é\u0301à@/", max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever people write: a word stands in its sentence, and the sentence in its article."""
    for each in find_words(text):
        assert each.form in each.sentence.text
        assert 0 <= each.sentence.start < each.sentence.end <= len(text)


def _words(desk: Desk, post: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in desk.suggests(post) if each["origin"] == "VOCABULARY"]


def test_a_word_is_suggested_with_its_sentence_and_the_meanings_to_choose_from(desk: Desk, grace: Person) -> None:
    """The first one is its answer, until another is chosen; then it is learned like any flashcard."""
    post = publish_post(grace, body=BODY)

    (spade,) = [each for each in _words(desk, post) if each["front"].startswith("spade\n")]
    chosen = desk.person.does("editFlashcard", id=spade["id"], expectedVersion=1, back=spade["senses"][1])["flashcard"]
    desk.person.does("keepFlashcards", deckId=desk.deck["id"], kept=[spade["id"]])

    assert spade["front"] == "spade\n\nWe sharpened our spades and dug beside the hedge until noon."
    assert spade["back"] == spade["senses"][0]
    assert (chosen["back"], chosen["senses"]) == (spade["senses"][1], spade["senses"])
    assert desk.due() == [spade["id"]]
    assert desk.reads(spade)["back"] == spade["senses"][1]


def test_a_word_of_two_articles_is_suggested_for_a_deck_once(desk: Desk) -> None:
    """Asking again, and a changed article, double none; refused ones stay refused, and others take their places."""
    post = publish_post(desk.person, body=BODY)
    first = _words(desk, post)
    refused, *_ = [each["id"] for each in first]
    desk.person.does("keepFlashcards", deckId=desk.deck["id"], refused=[refused])

    again = _words(desk, post)
    change_post(desk.person, post, body=f"{BODY}\n\nThe spades leaned on a trellis.")
    changed = _words(desk, post)
    other = _words(desk, publish_post(desk.person, body=f"{BODY}\n\nA kiln stood there too, with a bellows."))

    assert len({each["id"] for each in first}) == len(first) == 5
    assert [each["id"] for each in again] == [each["id"] for each in first[1:]]
    assert {each["id"] for each in first[1:]} & {each["id"] for each in other} == set()
    assert refused not in {each["id"] for each in [*changed, *other]}
    assert [each for each in other if each["front"].startswith("spade\n")] == []
