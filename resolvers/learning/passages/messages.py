"""Messages for the passages worker: each names an article whose passages are to be indexed."""

import json
from collections.abc import Iterable
from typing import Final

from resolvers.core.settings import settings
from resolvers.platform.jobs import queue

ARTICLE: Final = "Post"


def send_article(article_id: str) -> None:
    """Have an article indexed."""
    queue.send(settings().passages_queue_url, _write(article_id))


def send_articles(article_ids: Iterable[str]) -> None:
    """Have articles indexed; of those that did not change the worker embeds nothing."""
    queue.send_many(settings().passages_queue_url, [_write(each) for each in article_ids])


def _write(article_id: str) -> str:
    return json.dumps({"subjectId": article_id})
