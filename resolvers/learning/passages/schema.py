"""What the contract promises of search by meaning."""

import strawberry

import resolvers.social.posts.schema  # noqa: F401  imported for its side effect: it registers posts
from resolvers.core.directives import EVERYONE, SIGNED_IN, field, nested_field, outputs
from resolvers.learning.passages import handler, model
from resolvers.social.posts import handler as posts

outputs(model.Passage, directives=EVERYONE)
outputs(model.AnswerSentence, model.GroundedAnswer, directives=SIGNED_IN)

nested_field(model.Passage, posts.post_of_subject, name="post")


@strawberry.type
class Query:
    search_by_meaning = field(handler.search_by_meaning, EVERYONE)
    similar = field(handler.similar, EVERYONE)
    answer = field(handler.answer)
