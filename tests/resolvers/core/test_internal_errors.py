"""What a client is told of an exception that nobody expected: one typed error with the request's id, nothing else."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from resolvers.core import observability
from resolvers.core.appsync import App
from tests.people import FakeContext

SECRET = "One or more parameter values are not valid: arn:aws:dynamodb:us-east-1:1:table/waymark"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> App:
    """A product whose table refuses everything."""
    monkeypatch.setattr(observability.metrics, "namespace", "Waymark")  # read from the environment at import
    made = App("broken")

    @made.resolver(type_name="Query", field_name="post")
    def post(id: str) -> str | None:
        raise ClientError({"Error": {"Code": "ValidationException", "Message": SECRET}}, "GetItem")

    @made.batch_resolver(type_name="Post", field_name="cover")
    def cover(posts: list[dict[str, Any]]) -> list[str | None]:
        raise KeyError(SECRET)

    return made


def _event(type_name: str, field: str, **headers: str) -> dict[str, Any]:
    info = {"fieldName": field, "parentTypeName": type_name, "variables": {}, "selectionSetList": []}
    arguments = {"id": "post_0"} if type_name == "Query" else {}
    return {"arguments": arguments, "identity": None, "source": {}, "request": {"headers": headers}, "info": info}


def _answer(app: App, event: Any) -> Any:
    handler = observability.entry(observability.OF_APPSYNC)(app.resolve)
    return handler(event, FakeContext())


@pytest.mark.parametrize("batch", [False, True], ids=["one field", "a batch"])
def test_an_unexpected_exception_is_one_typed_error_that_names_the_request(
    app: App, capsys: pytest.CaptureFixture[str], *, batch: bool
) -> None:
    """The stack goes to the log and the count to the alarm's metric; the client learns whom to ask for."""
    one = _event("Post", "cover") if batch else _event("Query", "post")
    one["request"]["headers"]["x-amzn-trace-id"] = "Root=1-a"

    answered = _answer(app, [one, one] if batch else one)

    (told, *more) = answered if batch else [answered]
    assert more == [told] * batch
    assert told["error"]["type"] == "InternalError"
    assert told["error"]["info"] == {"requestId": "Root=1-a"}
    assert "Root=1-a" in told["error"]["message"]
    assert SECRET not in json.dumps(told)
    metric = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"InternalError"' in line]
    assert any(each.get("InternalError") == [1.0] for each in metric)


@pytest.mark.parametrize("header", ["x" * 60_000, "a\nb", "<script>", "é"])
def test_a_request_id_that_no_tracing_header_has_is_replaced(app: App, header: str) -> None:
    """Anybody may send the header, and it is stored and shown: the invocation's own id takes its place."""
    event = _event("Query", "post")
    event["request"]["headers"]["x-amzn-trace-id"] = header

    told = _answer(app, event)

    assert told["error"]["info"] == {"requestId": FakeContext().aws_request_id}
