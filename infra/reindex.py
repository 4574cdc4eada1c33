"""Has all articles indexed again, after another model or index: `python -m infra.reindex --help`."""

import argparse
import os
import sys

import resolvers.subjects  # noqa: F401  makes every kind of subject known
from resolvers.core import ids, table
from resolvers.learning.passages import messages
from resolvers.platform.subjects import registry


def main(arguments: list[str] | None = None) -> None:
    options = _parse_options(arguments)
    os.environ |= {"TABLE_NAME": options.table, "PASSAGES_QUEUE_URL": options.queue}
    if options.endpoint:
        os.environ["AWS_ENDPOINT_URL"] = options.endpoint
    article_ids = list_article_ids()
    messages.send_articles(article_ids)
    sys.stdout.write(f"{len(article_ids)} articles are on their way to the passages worker\n")


def list_article_ids() -> list[str]:
    """Return the ids of all articles, the oldest first; it reads the whole table."""
    subject = registry.subject_of_kind(messages.ARTICLE)
    return sorted(each for each in table.scan_values({"id"}) if subject and ids.kind_of(each) == subject.prefix)


def _parse_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.reindex", description="Index the passages of all articles.")
    parser.add_argument("--table", required=True, help="the one table")
    parser.add_argument("--queue", required=True, help="the URL of the passages worker's queue")
    parser.add_argument("--endpoint", help="where the embedded AWS listens; by default it is AWS")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
