"""Brings what the vector index holds of an article up to date with the article.

A row says what the index may hold: it is written before a vector is put, so no vector is ever forgotten. Two workers
with one article meet in the row's version; the later one fails, and its message comes back.
"""

from collections.abc import Iterable
from typing import NamedTuple

from resolvers.core.settings import settings
from resolvers.learning.passages import repository
from resolvers.learning.passages.embedding import Embedder, Titan
from resolvers.learning.passages.model import IndexedArticle
from resolvers.learning.passages.splitting import Stretch, split_article
from resolvers.learning.passages.vector_index import Place, S3VectorWriter
from resolvers.platform.subjects import registry
from resolvers.platform.subjects import repository as subject_rows
from resolvers.platform.subjects.model import Audience, is_for_followers


class Wanted(NamedTuple):
    """What the index is to hold of an article: its passages by digest, and who may find them."""

    audience: Audience
    owner_id: str
    passages: dict[str, Stretch]


def index_article(subject_id: str, embedder: Embedder | None = None, index: S3VectorWriter | None = None) -> int:
    """Put an article's new passages into the index, remove what it lost, and return how many were embedded.

    Raises `Unavailable`, and `ConditionFailed` if another worker has the article.
    """
    embedder, index = embedder or Titan(), index or S3VectorWriter()
    held, wanted = repository.get(subject_id), _read_wanted(subject_id)
    if held is None and not wanted.passages:
        return 0
    known = set(held.digests) if held else set()
    kept = known if held and _is_current(held, wanted) else set()
    missing = {digest: each for digest, each in wanted.passages.items() if digest not in kept}
    if not missing and known == wanted.passages.keys():
        return 0
    row = _write_row(subject_id, wanted, known | wanted.passages.keys(), held, complete=False)
    vectors = {Place(subject_id, digest): embedder.embed(each.embedded_text) for digest, each in missing.items()}
    index.put(vectors, wanted.audience, wanted.owner_id)
    index.remove(Place(subject_id, each) for each in known - wanted.passages.keys())
    if wanted.passages:
        _write_row(subject_id, wanted, wanted.passages, row, complete=True)
    else:
        repository.remove(row)
    return len(missing)


def _is_current(held: IndexedArticle, wanted: Wanted) -> bool:
    """Tell whether what is held is all there, of this index, and tells who may find it as the article does."""
    is_of_this_index = held.index_arn == settings().vector_index_arn
    return held.complete and is_of_this_index and held.audience == wanted.audience


def _read_wanted(subject_id: str) -> Wanted:
    item, subject = subject_rows.get_items([subject_id]).get(subject_id), registry.subject_with(subject_id)
    if not item or not subject:
        return Wanted(Audience.AUTHOR, "", {})
    guard, summary = subject.guard_of(item), subject.summary_of(item)
    passages = split_article(summary.title, summary.text) if is_for_followers(guard) else []
    return Wanted(guard.audience, guard.owner_id, {each.digest: each for each in passages})


def _write_row(
    subject_id: str, wanted: Wanted, digests: Iterable[str], before: IndexedArticle | None, *, complete: bool
) -> IndexedArticle:
    row = IndexedArticle(
        subject_id=subject_id,
        index_arn=settings().vector_index_arn,
        audience=wanted.audience,
        digests=sorted(digests),
        complete=complete,
        version=before.version + 1 if before else 1,
    )
    repository.put(row)
    return row
