"""What the vector index may hold of each article, in DynamoDB."""

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.table import ABSENT, Delete, Put
from resolvers.learning import keys
from resolvers.learning.passages.model import IndexedArticle


def get(subject_id: str) -> IndexedArticle | None:
    item = table.get(keys.indexed_article(subject_id), consistent=True)
    return IndexedArticle.model_validate(item) if item else None


def put(article: IndexedArticle) -> None:
    """Write the version after the one that was read, or raise `ConditionFailed` if somebody else did so."""
    when = Attr("version").eq(article.version - 1) if article.version > 1 else ABSENT
    table.write(Put(keys.indexed_article(article.subject_id), "IndexedArticle", article.to_item(), when=when))


def remove(article: IndexedArticle) -> None:
    """Remove the row at the version that was read, or raise `ConditionFailed`."""
    when = Attr("version").eq(article.version)
    table.write(Delete(keys.indexed_article(article.subject_id), when=when))
