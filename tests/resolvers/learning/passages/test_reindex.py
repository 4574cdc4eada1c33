"""Indexing all articles again: each is sent once, and comes into a new index."""

import boto3
import pytest

from infra import reindex
from resolvers.core.settings import settings
from resolvers.learning.passages import repository, vector_index
from tests.acts import draft, publish_post
from tests.people import Person
from tests.resolvers.learning.passages.search import Search

BODY = (
    "At low tide the fishermen walk out to their boats across the sand, and the children look for crabs in the pools "
    "that the water has left between the rocks of the bay."
)


def test_every_article_comes_into_a_new_index(
    search: Search, ada: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """More than a request to the queue takes; drafts are sent and left out by the worker."""
    published = [publish_post(ada, f"Low tide {number}", body=BODY)["id"] for number in range(11)]
    draft(ada, body=BODY)
    search.settle()
    embedded, before = len(search.model.texts), search.list_keys()
    name = {"vectorBucketName": "other", "indexName": "passages"}
    vector_index.client().create_vector_bucket(vectorBucketName="other")
    made = vector_index.client().create_index(**name, dataType="float32", dimension=512, distanceMetric="cosine")
    monkeypatch.setenv("VECTOR_INDEX_ARN", made["indexArn"])
    settings.cache_clear()

    reindex.main(["--table", settings().table_name, "--queue", search.queue_url])
    search.settle()

    assert "12 articles are on their way to the passages worker\n" in capsys.readouterr().out
    assert {each.partition("/")[0] for each in search.list_keys()} == {*published}
    assert sorted(search.list_keys()) == sorted(before)
    assert len(search.model.texts) == 2 * embedded
    assert all(held.index_arn == made["indexArn"] for each in published if (held := repository.get(each)))


def test_articles_that_did_not_change_cost_no_call_of_the_model(search: Search, ada: Person) -> None:
    """So the command may be run again after it was interrupted."""
    publish_post(ada, "Low tide", body=BODY)
    search.settle()
    embedded = len(search.model.texts)

    reindex.main(["--table", settings().table_name, "--queue", search.queue_url])
    waiting = boto3.client("sqs").get_queue_attributes(QueueUrl=search.queue_url, AttributeNames=["All"])
    search.settle()

    assert waiting["Attributes"]["ApproximateNumberOfMessages"] == "1"
    assert len(search.model.texts) == embedded
