"""The REST API: each route asks the same fields as GraphQL, and its refusals are problem details."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from resolvers import rates
from resolvers.core import observability
from resolvers.core import rates as counters
from resolvers.core.rest import LONGEST_BODY
from resolvers.core.settings import settings
from resolvers.learning import rest
from tests.acts import draft, publish_post
from tests.people import FakeContext, Person
from tests.resolvers.learning import writing_queue as place
from tests.resolvers.learning.conftest import Desk
from tests.resolvers.learning.writing_queue import WritingQueue

SITE = "https://waymark.example"
CLIENT = "client-of-the-site"
TEXT = "The dogs is sleeping under the bridge, and a beautifull boat waits."
ARTICLE = "The Japanese Bridge was built by traders from Nagasaki in 1593. The river Thu Bon floods every autumn."


@pytest.fixture(autouse=True)
def writing_queue(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[WritingQueue]:
    yield from place.serve_queue(monkeypatch)


@pytest.fixture(autouse=True)
def site(writing_queue: WritingQueue, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SITE_ORIGIN", SITE)
    monkeypatch.setenv("WEB_CLIENT_ID", CLIENT)
    settings.cache_clear()
    yield
    settings.cache_clear()


class Answer:
    """What a route answered."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.status: int = answer["statusCode"]
        self.headers: dict[str, str] = answer["headers"]
        self.body: dict[str, Any] = json.loads(answer["body"])


def send(
    person: Person, method: str, resource: str, body: Any = None, *, raw: str | None = None, audience: str = CLIENT,
    media_type: str = "application/json", **headers: str,
) -> Answer:  # fmt: skip
    """Send a request as API Gateway hands it on, after it has verified the token."""
    claims = {"sub": person.id, "cognito:username": person.id, "aud": audience, "cognito:groups": "[walkers]"}
    event = {
        "httpMethod": method,
        "resource": resource,
        "pathParameters": {"id": headers.pop("id")} if "id" in headers else None,
        "headers": {"Content-Type": media_type, **{name.replace("_", "-"): value for name, value in headers.items()}},
        "requestContext": {"authorizer": {"claims": claims}, "identity": {"sourceIp": "192.0.2.1"}},
        "body": raw if raw is not None else json.dumps(body),
        "isBase64Encoded": False,
    }
    return Answer(rest.lambda_handler(event, FakeContext()))


def evaluates(person: Person, post: dict[str, Any], text: str = TEXT, **more: str) -> Answer:
    return send(person, "POST", "/writing/evaluate", {"subjectId": post["id"], "text": text}, **more)


def reads(person: Person, id: str) -> Answer:
    return send(person, "GET", "/evaluations/{id}", raw="", id=id)


def test_a_text_is_accepted_then_read_and_its_result_is_graphqls(ada: Person, writing_queue: WritingQueue) -> None:
    """202 with where to look, 200 and `Retry-After` while it waits, then the findings and measures of GraphQL."""
    accepted = evaluates(ada, draft(ada))
    evaluation_id = accepted.body["id"]
    waiting = reads(ada, evaluation_id)
    writing_queue.work()
    done = reads(ada, evaluation_id)

    evaluation = ada.query("evaluation", id=evaluation_id)
    (findings,) = ada.asks_each("Evaluation", "findings", [evaluation])
    assert (accepted.status, accepted.headers["Location"]) == (202, f"../evaluations/{evaluation_id}")
    assert (waiting.status, waiting.body["state"], waiting.headers["Retry-After"]) == (200, "WAITING", "2")
    assert (done.status, done.body["state"], "Retry-After" in done.headers) == (200, "DONE", False)
    assert done.body["findings"] == findings != []
    assert done.body["measures"] == evaluation["measures"] != []


def test_what_the_contract_leaves_out_is_left_out(ada: Person) -> None:
    """AppSync drops what nobody can select; a REST answer has to."""
    evaluation = evaluates(ada, draft(ada)).body

    assert {"ownerId", "claim", "correlationId", "spent"}.isdisjoint(evaluation)
    assert all("secondsLeft" not in step and "percent" in step for step in evaluation["steps"])


def test_rest_and_graphql_answer_the_same_for_the_same_key(ada: Person) -> None:
    """Whichever asks first, the other one gets its result, and other input is refused by both."""
    post = draft(ada)
    first = evaluates(ada, post, Idempotency_Key="walk-1").body["id"]
    second = ada.does("evaluateWriting", subjectId=post["id"], text="By GraphQL.", idempotencyKey="walk-2")

    by_graphql = ada.does("evaluateWriting", subjectId=post["id"], text=TEXT, idempotencyKey="walk-1")
    by_rest = evaluates(ada, post, "By GraphQL.", Idempotency_Key="walk-2")
    reused = evaluates(ada, post, "Another text.", Idempotency_Key="walk-1")
    refused = ada.does("evaluateWriting", subjectId=post["id"], text="Another text.", idempotencyKey="walk-1")

    assert by_graphql["evaluation"]["id"] == first
    assert by_rest.body["id"] == second["evaluation"]["id"]
    assert (reused.status, reused.body["code"]) == (409, refused["errors"][0]["code"])
    assert reused.body["detail"] == refused["errors"][0]["message"]


def test_a_key_of_a_text_that_was_read_before_means_that_evaluation(ada: Person) -> None:
    """Also after the author's dictionary changed, when the same text would be read anew."""
    post = draft(ada)
    first = evaluates(ada, post).body["id"]
    repeated = evaluates(ada, post, Idempotency_Key="walk-3").body["id"]
    ada.does("updateLearner", expectedVersion=0, dictionary=["beautifull"])

    assert repeated == first
    assert evaluates(ada, post, Idempotency_Key="walk-3").body["id"] == first
    assert evaluates(ada, post).body["id"] != first
    assert evaluates(ada, post, "Another text.", Idempotency_Key="walk-3").status == 409


def test_a_text_that_was_read_before_is_answered_at_once(ada: Person, writing_queue: WritingQueue) -> None:
    post = draft(ada)
    first = evaluates(ada, post)
    writing_queue.work()

    again = evaluates(ada, post)

    assert (again.status, again.body["id"], again.body["state"]) == (200, first.body["id"], "DONE")
    assert again.body["findings"] != []
    assert again.headers["Location"] == first.headers["Location"]


def test_flashcards_are_suggested_as_by_graphql(desk: Desk) -> None:
    post = publish_post(desk.person, body=ARTICLE)
    asked = {"subjectId": post["id"], "deckId": desk.deck["id"]}

    made = send(desk.person, "POST", "/flashcard/generate", asked, Idempotency_Key="cards")
    again = send(desk.person, "POST", "/flashcard/generate", asked, Idempotency_Key="cards")
    by_graphql = desk.person.does("suggestFlashcards", **asked, idempotencyKey="cards")["flashcards"]

    assert made.status == 200
    assert [each["back"] for each in made.body["flashcards"]] == [each["back"] for each in by_graphql] != []
    assert again.body == made.body
    assert {"ownerId", "lastReviewId"}.isdisjoint(made.body["flashcards"][0])
    assert "step" not in made.body["flashcards"][0]["memory"]


def test_a_repeated_key_counts_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    post = publish_post(desk.person, body=ARTICLE)
    asked = {"subjectId": post["id"], "deckId": desk.deck["id"]}
    one_article = rates.SUGGESTIONS.hour
    monkeypatch.setattr(
        counters,
        "_scale",
        lambda limit, *, is_newcomer: 1 if limit == one_article else limit,  # noqa: ARG005
    )

    statuses = [
        send(desk.person, "POST", "/flashcard/generate", asked, Idempotency_Key=key).status
        for key in ("one", "one", "one", "two")
    ]

    assert statuses == [200, 200, 200, 429]


def test_each_refusal_is_a_problem_that_the_sites_pages_may_read(ada: Person, grace: Person) -> None:
    """The status of its code, the sentence and code of GraphQL, a pointer to the member, and CORS on each."""
    private, published = draft(ada), publish_post(ada)
    own = evaluates(ada, private).body["id"]
    long = {"subjectId": private["id"], "text": "x" * 50_001}

    refused = {
        "not found": evaluates(grace, private),
        "forbidden": evaluates(grace, published),
        "another's": reads(grace, own),
        "never made": reads(grace, "evaluation_nowhere"),
        "too long a text": send(ada, "POST", "/writing/evaluate", long),
        "unknown member": send(ada, "POST", "/writing/evaluate", {**long, "text": "x", "mood": "good"}),
        "another app's token": evaluates(ada, private, audience="another-app"),
        "no object": send(ada, "POST", "/writing/evaluate", raw="[]"),
        "no JSON": send(ada, "POST", "/writing/evaluate", raw="{"),
        "nested": send(ada, "POST", "/writing/evaluate", raw="[" * 100_000),
        "no body": send(ada, "POST", "/writing/evaluate", raw=""),
        "key in the body": send(ada, "POST", "/writing/evaluate", {**long, "idempotencyKey": "k"}),
        "too long a key": evaluates(ada, private, Idempotency_Key="k" * 101),
        "too long a body": send(ada, "POST", "/writing/evaluate", raw=" " * (LONGEST_BODY + 1)),
        "a form": send(ada, "POST", "/writing/evaluate", raw="a=b", media_type="application/x-www-form-urlencoded"),
    }

    assert {name: (each.status, each.body["code"]) for name, each in refused.items()} == {
        "not found": (404, "NOT_FOUND"),
        "forbidden": (403, "FORBIDDEN"),
        "another's": (404, "NOT_FOUND"),
        "never made": (404, "NOT_FOUND"),
        "too long a text": (400, "INVALID_INPUT"),
        "unknown member": (400, "INVALID_INPUT"),
        "another app's token": (401, "UNAUTHENTICATED"),
        "no object": (400, "INVALID_INPUT"),
        "no JSON": (400, "INVALID_INPUT"),
        "nested": (400, "INVALID_INPUT"),
        "no body": (400, "INVALID_INPUT"),
        "key in the body": (400, "INVALID_INPUT"),
        "too long a key": (400, "INVALID_INPUT"),
        "too long a body": (413, "PAYLOAD_TOO_LARGE"),
        "a form": (415, "UNSUPPORTED_MEDIA_TYPE"),
    }
    assert {each.headers["Access-Control-Allow-Origin"] for each in refused.values()} == {SITE}
    assert {each.headers["Content-Type"] for each in refused.values()} == {"application/problem+json"}
    assert all(each.body["status"] == each.status and each.body["detail"] for each in refused.values())
    assert refused["too long a text"].body["errors"][0]["pointer"] == "#/text"
    assert refused["unknown member"].body["errors"][0]["pointer"] == "#/mood"
    assert refused["too long a key"].body["errors"][0]["pointer"] == "#/idempotencyKey"


def test_a_text_with_half_a_surrogate_pair_is_refused(ada: Person) -> None:
    """JSON can escape what no text can hold."""
    raw = json.dumps({"subjectId": draft(ada)["id"], "text": "HALF"}).replace("HALF", "\\ud83d")

    assert send(ada, "POST", "/writing/evaluate", raw=raw).status == 400


def test_a_limit_says_when_to_try_again(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    post = draft(ada)
    monkeypatch.setattr(counters, "_scale", lambda limit, *, is_newcomer: 1)  # noqa: ARG005
    evaluates(ada, post)

    refused = evaluates(ada, post, "Another text.")

    assert (refused.status, refused.body["code"]) == (429, "RATE_LIMITED")
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.body["retryAt"]
    assert refused.headers["Access-Control-Allow-Origin"] == SITE
    assert "Retry-After" in refused.headers["Access-Control-Expose-Headers"]


def test_what_nobody_expected_is_hidden_and_says_whom_to_ask(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise ConnectionError("queue.internal:443 refused")

    monkeypatch.setattr("resolvers.platform.jobs.queue.send", fail)
    monkeypatch.setattr(observability.metrics, "namespace", "Waymark")  # read from the environment at import

    failed = evaluates(ada, draft(ada), X_Amzn_Trace_Id="Root=1-67891233-0123456789abcdef01234567")

    assert (failed.status, failed.body["code"]) == (500, "INTERNAL_ERROR")
    assert failed.body["requestId"] == "Root=1-67891233-0123456789abcdef01234567"
    assert "queue.internal" not in json.dumps(failed.body)
    assert failed.headers["Access-Control-Allow-Origin"] == SITE
