"""GraphQL fields of search by meaning."""

from typing import Annotated

from pydantic import Field

from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.learning.app import app
from resolvers.learning.passages import service
from resolvers.learning.passages.model import GroundedAnswer, Most, Passage, Question


@app.resolver(type_name="Query", field_name="searchByMeaning")
def search_by_meaning(text: Question, first: Most = 10) -> list[Passage] | None:
    """Passages of published articles that mean what the text means, best first. Empty if nothing comes close."""
    return service.search_by_meaning(viewer_or_guest(), text, first)


@app.resolver(type_name="Query", field_name="similar")
def similar(
    subject_id: Annotated[ID, Field(description="The ID of an article that you may read.")], first: Most = 5
) -> list[Passage] | None:
    """Other articles about the same things, each by its nearest passage, best first: public ones, and your own."""
    return service.find_similar(viewer_or_guest(), subject_id, first)


@app.resolver(type_name="Query", field_name="answer")
def answer(question: Question) -> GroundedAnswer | None:
    """An answer in sentences of articles that you may read, each with its passage. It has none if nothing was found."""
    return service.answer_question(viewer(), question)
