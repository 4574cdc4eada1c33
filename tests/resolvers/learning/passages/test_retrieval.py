"""Questions about the demo articles: how many find the passage that answers them first, and that others find none."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.acts import publish_post
from tests.people import Person
from tests.resolvers.learning.passages.search import Search

FOLDER = Path(__file__).parent
ARTICLES = Path("infra/local/world/articles")
QUESTIONS: dict[str, Any] = yaml.safe_load((FOLDER / "questions.yaml").read_text())


def publish_demo_articles(person: Person) -> dict[str, str]:
    """Publish the public ones, and return the name of the file by the id of the article."""
    names = {}
    for path in sorted(ARTICLES.glob("*.md")):
        _, front, body = path.read_text().split("---\n", 2)
        told = yaml.safe_load(front)
        if told.get("visibility", "PUBLIC") == "PUBLIC" and told.get("state", "PUBLISHED") == "PUBLISHED":
            names[publish_post(person, title=told["title"], body=body)["id"]] = path.stem
    return names


def is_right(found: list[dict[str, Any]], wanted: dict[str, str], names: dict[str, str]) -> bool:
    return bool(found) and names[found[0]["subjectId"]] == wanted["article"] and wanted["words"] in found[0]["text"]


@pytest.fixture
def names(search: Search, ada: Person) -> dict[str, str]:
    published = publish_demo_articles(ada)
    search.settle()
    return published


def test_questions_find_the_passage_that_answers_them(search: Search, names: dict[str, str], guest: Person) -> None:
    """At least 13 of 18 in English, two of six in other languages; questions without an answer find nothing."""
    found = {
        kind: [each["question"] for each in QUESTIONS[kind] if is_right(_search(guest, each["question"]), each, names)]
        for kind in ("answered", "other_languages")
    }
    wrong = [each for each in QUESTIONS["unanswered"] if _search(guest, each)]
    print({kind: len(each) for kind, each in found.items()}, wrong)  # noqa: T201

    assert len(found["answered"]) >= 13
    assert len(found["other_languages"]) >= 2
    assert wrong == []


def _search(person: Person, question: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.query("searchByMeaning", text=question)
    return found
