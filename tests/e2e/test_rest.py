"""The REST API on the deployed system: API Gateway, its authorizer and its own refusals, and the worker behind it."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
import urllib3

from infra.local.rest_api import find_rest_api
from tests.e2e.test_live import listening
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

PATIENCE = 90.0
TEXT = "The dogs is sleeping under the bridge, and a beautifull boat waits."
CREATE = "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } errors { message } } }"
PUBLISH = "mutation($input: PublishPostInput!) { publishPost(input: $input) { post { id } errors { message } } }"
EVALUATE = """mutation($input: EvaluateWritingInput!) {
  evaluateWriting(input: $input) { evaluation { id } errors { message } } }"""
CURSOR = "query($id: ID!) { evaluations(subjectId: $id) { eventsCursor } }"
SINCE = """query($cursor: ID!) { eventsSince(cursor: $cursor) {
  edges { node { ... on EvaluationEvent { evaluationId evaluationStep status evaluationState } } } } }"""
ON_EVALUATION = """subscription($id: ID!) {
  onEvaluation(userId: $id) { id sequence evaluationId evaluationStep evaluationState } }"""
EVALUATION = "query($id: ID!) { evaluation(id: $id) { state textHash findings { quote start end message } } }"


@pytest.fixture(scope="module")
def ada(stack: Stack) -> Person:
    return stack.sign_up(f"ada-{uuid4().hex[:8]}@example.org")


class RestApi:
    """Learning's REST API as a page of the site calls it."""

    def __init__(self, stack: Stack) -> None:
        self._url = find_rest_api(stack.system.ministack_url)
        self._origin = stack.site_url

    def send(
        self, method: str, path: str, who: Person | None = None, body: Any = None, **headers: str
    ) -> urllib3.BaseHTTPResponse:
        token = {"Authorization": f"Bearer {who.tokens.id}"} if who else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Origin": self._origin, **token, **named}
        options = {} if body is None else {"json": body} if isinstance(body, dict) else {"body": body}
        return urllib3.request(
            method, f"{self._url}{path}", headers=sent, timeout=60, retries=False, redirect=False, **options
        )

    def evaluates(self, who: Person, post_id: str, text: str = TEXT, **headers: str) -> urllib3.BaseHTTPResponse:
        return self.send("POST", "/writing/evaluate", who, {"subjectId": post_id, "text": text}, **headers)

    def follows(self, location: str, who: Person) -> dict[str, Any]:
        """Ask at an answer's `Location`, as often as `Retry-After` says, until the evaluation has ended."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = self.send("GET", location.removeprefix(".."), who)
            found: dict[str, Any] = answer.json()
            if "Retry-After" not in answer.headers:
                return found
            time.sleep(int(answer.headers["Retry-After"]))
        raise AssertionError(f"{location} never ended")


@pytest.fixture(scope="module")
def api(stack: Stack) -> RestApi:
    return RestApi(stack)


def does(stack: Stack, document: str, who: Person, **input: Any) -> dict[str, Any]:
    answer = stack.query(document, who.headers, input=input)
    assert not answer.get("errors"), answer
    ((payload),) = answer["data"].values()
    assert payload["errors"] == [], payload
    return dict(payload)


def _draft(stack: Stack, who: Person) -> str:
    return str(does(stack, CREATE, who, title="Rain in Hoi An")["post"]["id"])


def _publish(stack: Stack, who: Person) -> str:
    post_id = _draft(stack, who)
    does(stack, PUBLISH, who, id=post_id, expectedVersion=1)
    return post_id


def test_an_evaluation_is_accepted_heard_and_read_although_the_socket_was_down_in_between(
    stack: Stack, api: RestApi, ada: Person
) -> None:
    """202, live steps, a socket that closes, what was missed by `eventsSince`, and the same result by both APIs."""

    async def act() -> tuple[urllib3.BaseHTTPResponse, list[dict[str, Any]]]:
        async with listening(stack, ada, ON_EVALUATION, ada.user_id) as ear:
            accepted = await asyncio.to_thread(api.evaluates, ada, post_id)
            await ear.until(lambda ear: ear.heard)
        return accepted, ear.heard

    post_id = _draft(stack, ada)
    cursor = stack.query(CURSOR, ada.headers, id=post_id)["data"]["evaluations"]["eventsCursor"]

    accepted, heard = asyncio.run(act())
    evaluation_id = accepted.json()["id"]
    done = api.follows(accepted.headers["Location"], ada)

    missed: list[dict[str, Any]] = []
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not any(each["evaluationState"] == "DONE" for each in missed):
        page = stack.query(SINCE, ada.headers, cursor=cursor)["data"]["eventsSince"]["edges"]
        missed = [each["node"] for each in page]
    by_graphql = stack.query(EVALUATION, ada.headers, id=evaluation_id)["data"]["evaluation"]
    assert (accepted.status, accepted.headers["Location"]) == (202, f"../evaluations/{evaluation_id}")
    assert {each["evaluationId"] for each in heard} == {evaluation_id}
    assert {each["evaluationId"] for each in missed} == {evaluation_id}
    assert {each["evaluationStep"] for each in missed} == {"QUEUED", "READ", "JUDGED", "DONE"}
    assert done["state"] == by_graphql["state"] == "DONE"
    assert done["textHash"] == by_graphql["textHash"]
    assert [each["quote"] for each in done["findings"]] == [each["quote"] for each in by_graphql["findings"]]
    assert [each["quote"] for each in done["findings"]] == ["is", "beautifull"]


def test_rest_and_graphql_answer_the_same_for_the_same_key(stack: Stack, api: RestApi, ada: Person) -> None:
    post_id, key = _draft(stack, ada), uuid4().hex

    by_rest = api.evaluates(ada, post_id, Idempotency_Key=key)
    by_graphql = does(stack, EVALUATE, ada, subjectId=post_id, text=TEXT, idempotencyKey=key)

    assert by_rest.status in {200, 202}
    assert by_graphql["evaluation"]["id"] == by_rest.json()["id"]


def test_every_refusal_can_be_read_by_a_page_of_the_site(stack: Stack, api: RestApi, ada: Person) -> None:
    """API Gateway's own, and those of the function behind it: each has CORS headers and a code."""
    grace = stack.sign_up(f"grace-{uuid4().hex[:8]}@example.org")
    published, private, key = _publish(stack, grace), _draft(stack, ada), uuid4().hex
    api.evaluates(ada, private, Idempotency_Key=key)

    with _without_capacity(stack):
        throttled = api.send("GET", "/evaluations/evaluation_nowhere", ada)
    refused = {
        "no token": api.send("POST", "/writing/evaluate", None, {}),
        "a forged token": api.send("POST", "/writing/evaluate", None, {}, Authorization="Bearer a.b.c"),
        "another's article": api.evaluates(ada, published),
        "no such article": api.evaluates(ada, "post_nowhere"),
        "no such path": api.send("GET", "/speaking", ada),
        "a key used before": api.evaluates(ada, private, "Another text.", Idempotency_Key=key),
        "too long": api.send("POST", "/writing/evaluate", ada, b" " * 1_000_001, Content_Type="application/json"),
        "too often": throttled,
    }

    assert {name: (each.status, each.json()["code"]) for name, each in refused.items()} == {
        "no token": (401, "UNAUTHENTICATED"),
        "a forged token": (401, "UNAUTHENTICATED"),
        "another's article": (403, "FORBIDDEN"),
        "no such article": (404, "NOT_FOUND"),
        "no such path": (404, "NOT_FOUND"),
        "a key used before": (409, "IDEMPOTENCY_KEY_REUSED"),
        "too long": (413, "PAYLOAD_TOO_LARGE"),
        "too often": (429, "RATE_LIMITED"),
    }
    assert {each.headers["Access-Control-Allow-Origin"] for each in refused.values()} == {stack.site_url}
    assert throttled.headers["Retry-After"] == "1"


def test_a_page_of_the_site_may_send_what_the_api_needs(stack: Stack, api: RestApi) -> None:
    asked = {
        "Access_Control_Request_Method": "POST",
        "Access_Control_Request_Headers": "authorization,content-type,idempotency-key",
    }

    allowed = api.send("OPTIONS", "/writing/evaluate", None, **asked)

    assert allowed.status == 200
    assert allowed.headers["Access-Control-Allow-Origin"] == stack.site_url
    assert "Idempotency-Key" in allowed.headers["Access-Control-Allow-Headers"]


@contextmanager
def _without_capacity(stack: Stack) -> Iterator[None]:
    """Let the stage take no request, and then as many as its template says."""
    gateway = stack.client("apigateway")
    (api_id,) = [each["id"] for each in gateway.get_rest_apis()["items"] if each["name"] == "waymark-dev-learning"]

    def limit(requests: int) -> None:
        settings = [f"/*/*/throttling/{name}" for name in ("rateLimit", "burstLimit")]
        operations = [{"op": "replace", "path": path, "value": str(requests)} for path in settings]
        gateway.update_stage(restApiId=api_id, stageName="v1", patchOperations=operations)

    limit(0)
    try:
        yield
    finally:
        limit(50)
