"""Finds passages by what they mean: for a question, for an article, and for an answer that quotes them.

The index says what is near; who may read it, and where it is now, the articles say. A passage that its article no
longer has is left out, whatever the index still holds.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

from resolvers.core.errors import NotFound, Throttled
from resolvers.core.identity import Caller
from resolvers.core.settings import settings
from resolvers.learning.passages.embedding import Embedder, Titan, Unavailable, Vector
from resolvers.learning.passages.model import AnswerSentence, GroundedAnswer, Passage
from resolvers.learning.passages.ranking import fuse_ranks
from resolvers.learning.passages.splitting import Stretch, split_article, split_sentences
from resolvers.learning.passages.vector_index import MOST_NEIGHBOURS, Neighbour, Neighbours, Place, S3Neighbours
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.model import Summary
from resolvers.platform.users import service as users

_LOOKED_AT: Final = 40
_OWNERS_READ: Final = 100
_PASSAGES_QUOTED: Final = 4
_SENTENCES_READ: Final = 30
_SENTENCES_QUOTED: Final = 3
# Sentences are shorter than passages and have no title, and articles of one site resemble each other anyway.
_SENTENCE_MARGIN: Final = 0.05
_ARTICLE_MARGIN: Final = 0.15


class Found(NamedTuple):
    """A passage that the viewer may read, as its article has it now."""

    subject_id: str
    summary: Summary
    stretch: Stretch


def search_by_meaning(viewer: Caller, text: str, first: int) -> list[Passage]:
    """Return the passages that mean most nearly what a text means, best first; raises `Throttled`."""
    try:
        found = _find(viewer, Titan().embed(text), _list_owners(viewer), settings().least_similarity)
    except Unavailable as error:
        raise _refuse() from error
    return [_show(each) for each in _rank(text, found)[:first]]


def find_similar(viewer: Caller, subject_id: str, first: int) -> list[Passage]:
    """Return the passages of other articles nearest to an article as a whole, one of each; raises `NotFound`.

    They are public or the viewer's own: whom the viewer follows is not read, since every reader of an article asks.
    None are near an article that is not found itself, such as a draft.
    """
    summary = subjects.get_readable_summaries(viewer, [subject_id]).get(subject_id)
    if not summary:
        raise NotFound("There is nothing with this id.", "subjectId")
    own = [Place(subject_id, each.digest) for each in split_article(summary.title, summary.text)]
    try:
        vectors = S3Neighbours().get(own[:MOST_NEIGHBOURS]) if own and settings().embedding_model else []
        if not vectors:
            return []
        least = settings().least_similarity + _ARTICLE_MARGIN
        found = _find(viewer, _average(vectors), _list_own_id(viewer), least, without=subject_id)
    except Unavailable as error:
        raise _refuse() from error
    nearest = {each.subject_id: each for each in reversed(found)}
    return [_show(each) for each in found if nearest[each.subject_id] is each][:first]


def answer_question(viewer: Caller, question: str, embedder: Embedder | None = None) -> GroundedAnswer:
    """Answer by the sentences that come closest, each of a passage the viewer may read; raises `Throttled`."""
    embedder = embedder or Titan()
    try:
        vector = embedder.embed(question)
        found = _find(viewer, vector, _list_owners(viewer), settings().least_similarity)
        passages = _rank(question, found)[:_PASSAGES_QUOTED]
        pairs = [(each, sentence) for each in passages for sentence in _sentences_of(each)][:_SENTENCES_READ]
        nearness = _measure(embedder, vector, [sentence.words for _, sentence in pairs])
    except Unavailable as error:
        raise _refuse() from error
    least = settings().least_similarity + _SENTENCE_MARGIN
    order = sorted(range(len(pairs)), key=lambda place: -nearness[place])
    chosen = [pairs[place] for place in order if nearness[place] >= least][:_SENTENCES_QUOTED]
    return GroundedAnswer(sentences=[_quote(*each) for each in chosen])


def _find(
    viewer: Caller,
    vector: Vector,
    owner_ids: Sequence[str],
    least: float,
    without: str = "",
    index: Neighbours | None = None,
) -> list[Found]:
    """Return the passages near a vector that the viewer may read, the nearest first: public ones and these owners'."""
    index = index or S3Neighbours()
    near = index.find_nearest(vector, owner_ids, _LOOKED_AT)
    wanted = [each for each in near if each.similarity >= least and each.place.subject_id != without]
    return _read(viewer, wanted)


def _read(viewer: Caller, neighbours: Sequence[Neighbour]) -> list[Found]:
    places = [each.place for each in neighbours]
    summaries = subjects.get_readable_summaries(viewer, dict.fromkeys(each.subject_id for each in places))
    passages = {
        Place(subject_id, each.digest): Found(subject_id, summary, each)
        for subject_id, summary in summaries.items()
        for each in split_article(summary.title, summary.text)
    }
    return [passages[each] for each in places if each in passages]


def _list_owners(viewer: Caller) -> list[str]:
    """Return whose articles for followers the viewer may find: their own, and those of people they follow."""
    return [] if viewer.is_guest else [viewer.id, *users.list_followed_ids(viewer, _OWNERS_READ)]


def _list_own_id(viewer: Caller) -> list[str]:
    return [] if viewer.is_guest else [viewer.id]


def _rank(question: str, found: Sequence[Found]) -> list[Found]:
    return [found[place] for place in fuse_ranks(question, [each.stretch.embedded_text for each in found])]


def _sentences_of(found: Found) -> list[Stretch]:
    return split_sentences(found.stretch, found.summary.text)


def _measure(embedder: Embedder, vector: Vector, texts: Sequence[str]) -> list[float]:
    """Return how near each text is to a vector; the texts are embedded side by side."""
    with ThreadPoolExecutor(max_workers=8) as pool:
        return [sum(map(float.__mul__, vector, each)) for each in pool.map(embedder.embed, texts)]


def _average(vectors: Iterable[Vector]) -> Vector:
    return [sum(column) for column in zip(*vectors, strict=True)]


def _quote(found: Found, sentence: Stretch) -> AnswerSentence:
    return AnswerSentence(text=sentence.text, start=sentence.start, end=sentence.end, passage=_show(found))


def _show(found: Found) -> Passage:
    stretch = found.stretch
    return Passage(
        subject_id=found.subject_id,
        title=found.summary.title,
        text=stretch.text,
        start=stretch.start,
        end=stretch.end,
    )


def _refuse() -> Throttled:
    return Throttled("Search by meaning does not answer for now. Try again in a moment.")
