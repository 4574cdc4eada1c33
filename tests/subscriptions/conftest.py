"""The stream's function on the table in memory, publishing to a fake of AppSync."""

from collections.abc import Iterator

import boto3
import pytest
from graphql import GraphQLSchema, build_schema

import schema
from resolvers.core.settings import settings
from subscriptions import publisher
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint, graphql_endpoint
from tests.stream import TableStream


@pytest.fixture(scope="session")
def contract() -> GraphQLSchema:
    return build_schema(schema.client_sdl())


@pytest.fixture
def appsync(the_table: None, contract: GraphQLSchema, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGraphqlEndpoint]:
    """AppSync, which judges every published document by the contract."""
    with graphql_endpoint(contract) as fake:
        monkeypatch.setenv("GRAPHQL_ENDPOINT", fake.url)
        settings.cache_clear()
        yield fake
        publisher._pool().clear()
        publisher._pool.cache_clear()
        publisher._session.cache_clear()


@pytest.fixture
def stream(appsync: FakeGraphqlEndpoint, monkeypatch: pytest.MonkeyPatch) -> TableStream:
    """The table's stream, read from here on; a queue takes what the video worker is told."""
    monkeypatch.setenv("VIDEO_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="videos")["QueueUrl"])
    settings.cache_clear()
    boto3.client("s3").create_bucket(Bucket="waymark-media")
    boto3.client("s3").put_bucket_versioning(Bucket="waymark-media", VersioningConfiguration={"Status": "Enabled"})
    return TableStream()
