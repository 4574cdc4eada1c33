"""A passage of an article that was found by what it means, and an answer made of such passages."""

from typing import Annotated

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.ids import ID
from resolvers.core.model import Model
from resolvers.platform.subjects.model import Audience

Question = Annotated[
    str,
    AfterValidator(text.Line(1, 500)),
    Field(description="What to look for: words, a sentence or a question of up to 500 characters, in any language."),
]
Most = Annotated[int, Field(ge=1, le=20, description="The maximum number of passages to return, from 1 to 20.")]


class Passage(Model):
    """A passage of an article that you may read, as the article is now."""

    subject_id: ID = Field(description="The ID of the article.")
    title: str = Field(description="The title of the article.")
    text: str = Field(description="The text of the passage, in Markdown.")
    start: int = Field(description="Where the passage begins in the article's `body`, in Unicode code points.")
    end: int = Field(description="Where it ends, in Unicode code points.")


class AnswerSentence(Model):
    """A sentence of an answer, word for word as it is in an article."""

    text: str = Field(description="The sentence.")
    start: int = Field(description="Where the sentence begins in the article's `body`, in Unicode code points.")
    end: int = Field(description="Where it ends, in Unicode code points.")
    passage: Passage = Field(description="The passage that the sentence is in.")


class GroundedAnswer(Model):
    """An answer made of sentences from articles that you may read."""

    sentences: list[AnswerSentence] = Field(description="The sentences, best first. Empty if nothing was found.")


class IndexedArticle(Model):
    """What the vector index may hold of an article: the digests of its passages, and for whom they are."""

    subject_id: ID
    index_arn: str
    audience: Audience
    digests: list[str]
    complete: bool  # whether all of them are there: not while a worker has begun, or failed
    version: int
