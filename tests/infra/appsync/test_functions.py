"""The shared AppSync functions, evaluated: what they ask, what they make of each answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from appsync_local.javascript.script import Evaluation, Script
from appsync_local.sources.lambda_function import LAMBDA_LIMIT
from resolvers.core.appsync import BATCH_SIZE

FIELD = Script(Path("infra/appsync/lambda-field.js").read_text())
PUBLISH = Script(Path("infra/appsync/publish.js").read_text())
REVOKE = Script(Path("infra/appsync/revoke.js").read_text())


def context(parent: str = "Query", field: str = "post", **more: Any) -> dict[str, Any]:
    info = {"fieldName": field, "parentTypeName": parent, "variables": {"id": "p"}, "selectionSetList": ["id"]}
    return {
        "arguments": {"id": "p"},
        "identity": {"sub": "ada"},
        "source": {"id": "parent"},
        "request": {"headers": {"x-api-key": "k"}},
        "stash": {},
        "info": info,
        **more,
    }


def respond(result: Any, **more: Any) -> Evaluation:
    return FIELD.call("response", context(result=result, **more))


def test_the_request_names_its_parts() -> None:
    """The selection too, which a context serialised whole leaves out."""
    asked = FIELD.call("request", context()).value

    assert asked["payload"] == {
        "arguments": {"id": "p"},
        "identity": {"sub": "ada"},
        "source": {"id": "parent"},
        "request": {"headers": {"x-api-key": "k"}},
        "prev": None,
        "stash": {},
        "info": {
            "fieldName": "post",
            "parentTypeName": "Query",
            "variables": {"id": "p"},
            "selectionSetList": ["id"],
        },
    }


@pytest.mark.parametrize(
    ("parent", "operation"),
    [("Query", "Invoke"), ("Mutation", "Invoke"), ("Subscription", "Invoke"), ("Post", "BatchInvoke")],
)
def test_nested_fields_are_asked_in_batches(parent: str, operation: str) -> None:
    """Root fields one by one, a nested field for all its parents at once."""
    assert FIELD.call("request", context(parent)).value["operation"] == operation


def test_a_page_of_the_longest_articles_fits_into_one_invocation() -> None:
    """Their text stays behind: a hundred of fifty thousand Chinese characters are 15 MB, and Lambda takes 6."""
    article = {"id": "post_1", "title": "雨" * 200, "body": "雨" * 50_000, "counts": {"likes": 1}}

    asked = FIELD.call("request", context("Post", "cover", source=article)).value["payload"]

    assert asked["source"] == article | {"body": None}
    assert BATCH_SIZE * len(json.dumps(asked, ensure_ascii=False).encode()) < LAMBDA_LIMIT


def test_what_came_with_its_parent_is_answered_without_the_function() -> None:
    """Also an empty text; a field that its parent lacks, or has as null, is asked for."""
    for text in ("It rains.", ""):
        request = FIELD.call("request", context("Post", "body", source={"id": "p", "body": text}))
        assert (request.skip_to, request.value) == ("NEXT", text)
    for source in ({"id": "p"}, {"id": "p", "body": None}):
        assert FIELD.call("request", context("Post", "body", source=source)).value["operation"] == "BatchInvoke"


def test_a_field_of_a_root_type_is_always_asked_for() -> None:
    assert FIELD.call("request", context(source={"post": "p"})).value["operation"] == "Invoke"


@pytest.mark.parametrize("data", [{"id": "p"}, None, False, 0, []])
def test_data_passes_as_it_is(data: Any) -> None:
    """Nothing that is false is taken for an absent answer."""
    assert respond({"data": data}).value == data


def test_an_error_in_the_envelope_becomes_the_fields_error() -> None:
    """With its exact type, and with data and info."""
    raised = respond({"error": {"message": "No.", "type": "Forbidden", "data": None, "info": {"path": ["id"]}}}).raised

    assert raised is not None
    assert (raised.message, raised.type, raised.info) == ("No.", "Forbidden", {"path": ["id"]})


@pytest.mark.parametrize(
    "error", [None, {"message": "boom at 10.0.0.7", "type": "Lambda:Unhandled"}], ids=["no answer", "failed"]
)
def test_a_failed_function_answers_one_error_that_tells_only_the_request(error: Any) -> None:
    """What AppSync says of the function is not for clients; a null item of a batch must not pass for null data."""
    raised = respond(None, error=error, request={"headers": {"x-amzn-trace-id": "Root=1-a"}}).raised

    assert raised is not None
    assert (raised.type, raised.info) == ("InternalError", {"requestId": "Root=1-a"})
    assert raised.message == "Something went wrong on our side. If it happens again, report request Root=1-a."


def test_a_function_that_is_busy_asks_to_try_again() -> None:
    """Lambda's concurrency limit says nothing about the request."""
    raised = respond(None, error={"message": "Rate Exceeded.", "type": "Lambda:TooManyRequestsException"}).raised

    assert raised is not None
    assert raised.type == "Throttled"


def test_a_listener_gets_its_filters() -> None:
    """What to let through, and what ends it."""
    group = {"filterGroup": [{"filters": [{"fieldName": "postId", "operator": "eq", "value": "p"}]}]}

    started = respond({"data": None, "subscription": {"filter": group, "invalidation": group}})

    assert started.value is None
    assert started.subscription_filter == group
    assert started.invalidation_filter == group


def test_an_announced_event_is_what_was_given() -> None:
    """The publisher's input, with the event's type."""
    given = {"postId": "p", "comments": 3}

    payload = PUBLISH.call("request", context("Mutation", "publishComment", arguments={"input": given})).value

    assert payload == {"payload": {**given, "__typename": "CommentEvent"}}
    assert PUBLISH.call("response", context(result=given)).value == given


@pytest.mark.parametrize(
    ("mutation", "fields"),
    [
        ("revokeLearningAccess", ["onAudioVersion"]),
        ("revokePlatformAccess", ["onComment", "onLikes"]),
        ("revokeSocialAccess", ["onPhotoProcessing"]),
    ],
)
def test_a_lost_right_ends_the_subscriptions_of_a_product(mutation: str, fields: list[str]) -> None:
    """Each by the invalidation filter it was started with."""
    lost = {"subjectId": "p", "viewerId": "bob"}

    done = REVOKE.call("response", context("Mutation", mutation, result=lost))

    assert done.value == lost
    assert done.invalidations == [{"subscriptionField": field, "payload": lost} for field in fields]
