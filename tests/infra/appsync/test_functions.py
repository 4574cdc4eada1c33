"""The shared AppSync functions, evaluated: what they ask, what they make of each answer."""

from pathlib import Path
from typing import Any

import pytest

from infra.local.appsync.javascript import Evaluation, Script

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


def answered(result: Any, **more: Any) -> Evaluation:
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


@pytest.mark.parametrize("data", [{"id": "p"}, None, False, 0, []])
def test_data_passes_as_it_is(data: Any) -> None:
    """Nothing that is false is taken for an absent answer."""
    assert answered({"data": data}).value == data


def test_an_error_in_the_envelope_becomes_the_fields_error() -> None:
    """With its exact type, and with data and info."""
    raised = answered({"error": {"message": "No.", "type": "Forbidden", "data": None, "info": {"path": ["id"]}}}).raised

    assert raised is not None
    assert (raised.message, raised.type, raised.info) == ("No.", "Forbidden", {"path": ["id"]})


def test_a_failed_function_keeps_its_message_and_type() -> None:
    """As AppSync names a Lambda's exception."""
    raised = answered(None, error={"message": "boom", "type": "Lambda:Unhandled"}).raised

    assert raised is not None
    assert (raised.message, raised.type) == ("boom", "Lambda:Unhandled")


def test_an_absent_answer_is_an_error() -> None:
    """A null item of a batch must not pass for null data."""
    raised = answered(None).raised

    assert raised is not None
    assert raised.type == "NoAnswer"


def test_a_listener_gets_its_filters() -> None:
    """What to let through, and what ends it."""
    group = {"filterGroup": [{"filters": [{"fieldName": "postId", "operator": "eq", "value": "p"}]}]}

    started = answered({"data": None, "subscription": {"filter": group, "invalidation": group}})

    assert started.value is None
    assert started.subscription_filter == group
    assert started.invalidation_filter == group


def test_an_announced_event_is_what_was_given() -> None:
    """The publisher's input, with the event's type."""
    given = {"postId": "p", "comments": 3}

    payload = PUBLISH.call("request", context("Mutation", "publishComment", arguments={"input": given})).value

    assert payload == {"payload": {**given, "__typename": "CommentEvent"}}
    assert PUBLISH.call("response", context(result=given)).value == given


def test_a_lost_right_ends_three_subscriptions() -> None:
    """Each by the invalidation filter it was started with."""
    lost = {"postId": "p", "viewerId": "bob"}

    done = REVOKE.call("response", context("Mutation", "revokeAccess", result=lost))

    assert done.value == lost
    assert done.invalidations == [
        {"subscriptionField": field, "payload": lost} for field in ("onPhotoProcessing", "onComment", "onLikes")
    ]
